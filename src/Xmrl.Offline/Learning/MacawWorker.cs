using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Learning;

/// <summary>What a thread works with.</summary>
internal sealed class MacawWorker : IDisposable
{
    /// <summary>Makes programs, a player and room for rows.</summary>
    /// <param name="learner">The learner.</param>
    public MacawWorker(MacawLearner learner)
    {
        MacawOptions options = learner.Options;
        Step = new MacawStep(learner.Networks, options, learner.Scale);
        Player = new MacawPlayer(learner.Family, learner.Networks, learner.Form.ActionLimit);
        Inner = NewRows(learner, options.Rows);
        Outer = NewRows(learner, options.Rows);
        InnerRows = new int[options.Rows];
        OuterRows = new int[options.Rows];
    }

    /// <summary>Adapts and differentiates.</summary>
    public MacawStep Step { get; }

    /// <summary>Plays episodes.</summary>
    public MacawPlayer Player { get; }

    /// <summary>D_tr.</summary>
    public TaskRows Inner { get; }

    /// <summary>D_ts.</summary>
    public TaskRows Outer { get; }

    private int[] InnerRows { get; }

    private int[] OuterRows { get; }

    /// <summary>Draws inner and outer rows of a buffer.</summary>
    /// <param name="table">The buffer.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="isUniform">Whether inner rows are drawn evenly.</param>
    public void Draw(RowTable table, RandomKey key, bool isUniform) => Draw(table, key, isUniform, Inner, Outer);

    /// <summary>Draws inner and outer rows of a buffer into places of their own.</summary>
    /// <param name="table">The buffer.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="isUniform">Whether inner rows are drawn evenly.</param>
    /// <param name="inner">Receives D_tr.</param>
    /// <param name="outer">Receives D_ts.</param>
    public void Draw(RowTable table, RandomKey key, bool isUniform, TaskRows inner, TaskRows outer)
    {
        table.Draw(key, isUniform, InnerRows, OuterRows);
        table.Gather(InnerRows, inner);
        table.Gather(OuterRows, outer);
    }

    /// <summary>Draws rows of a buffer for an adaptation.</summary>
    /// <param name="table">The buffer.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="isUniform">Whether they are drawn evenly.</param>
    /// <param name="part">The rows that they come from.</param>
    public void DrawInner(RowTable table, RandomKey key, bool isUniform, RowPart part = default)
    {
        table.Draw(key, isUniform, InnerRows, part);
        table.Gather(InnerRows, Inner);
    }

    /// <inheritdoc/>
    public void Dispose() => Player.Dispose();

    /// <summary>Room for rows.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="count">Rows.</param>
    internal static TaskRows NewRows(MacawLearner learner, int count)
        => new(count, learner.Family.Spec.ObservationSize, learner.Networks.Shape.EncodedActionSize);
}
