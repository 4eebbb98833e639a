using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Which tasks a meta-policy fails on, and what the explanation says of them.</summary>
internal sealed record FailingTasks
{
    /// <summary>Training tasks. Shape [n].</summary>
    public required IReadOnlyList<MdpTask> Training { get; init; }

    /// <summary>Validation tasks. Shape [v].</summary>
    public required IReadOnlyList<MdpTask> Validation { get; init; }

    /// <summary>Scores of the validation tasks on the episodes that selected the poor ones. Shape [v].</summary>
    public required double[] Selection { get; init; }

    /// <summary>Scores of the validation tasks on fresh episodes. Shape [v].</summary>
    public required double[] Measured { get; init; }

    /// <summary>Positions of the poor validation tasks that were explained, worst first.</summary>
    public required int[] Poor { get; init; }

    /// <summary>Positions of the training tasks whose influence on the poor tasks is surely negative, most harmful first.</summary>
    public required int[] Suspects { get; init; }

    /// <summary>Score below which a task fails; null where only the poorest count.</summary>
    public required double? Limit { get; init; }

    /// <summary>Positions of all failing validation tasks: below the limit on both sets of episodes, or without a limit the poor
    /// ones.</summary>
    public int[] All => Limit is { } limit
        ? [.. Enumerable.Range(0, Validation.Count).Where(i => Selection[i] < limit && Measured[i] < limit).OrderBy(i => Selection[i])]
        : Poor;
}
