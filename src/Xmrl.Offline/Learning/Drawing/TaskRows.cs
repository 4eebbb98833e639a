using Xmrl.Numerics.Matrices;

namespace Xmrl.Offline.Learning.Drawing;

/// <summary>Rows drawn from a buffer, as columns that networks take. Reused; one thread at a time.</summary>
internal sealed class TaskRows
{
    private readonly AlignedBuffer _memory;
    private readonly int _stride;
    private readonly int _observations;
    private readonly int _actions;

    /// <summary>Makes room.</summary>
    /// <param name="count">n, the number of rows, ≥ 1.</param>
    /// <param name="observations">O, the numbers of an observation, ≥ 1.</param>
    /// <param name="actions">Components of an encoded action.</param>
    public TaskRows(int count, int observations, int actions)
    {
        (Count, _observations, _actions) = (count, observations, actions);
        _stride = AlignedBuffer.PaddedStride(count);
        _memory = new AlignedBuffer(((2 * observations) + actions) * _stride);
        Returns = new Real[count];
        Tails = new Real[count];
    }

    /// <summary>n, the number of rows.</summary>
    public int Count { get; }

    /// <summary>Normalised observations s. Shape [O, n].</summary>
    public Matrix Observations => new(_memory.Span, _observations, Count, _stride);

    /// <summary>Normalised observations s_T after each row's episode. Shape [O, n].</summary>
    public Matrix Finals => new(_memory.Span[(_observations * _stride)..], _observations, Count, _stride);

    /// <summary>Actions in units of the action limit, or one-hot. Shape [encoded size, n].</summary>
    public Matrix Actions => new(_memory.Span[(2 * _observations * _stride)..], _actions, Count, _stride);

    /// <summary>R over c_R. Shape [n].</summary>
    public Real[] Returns { get; }

    /// <summary>h, the factor on the value of s_T. Shape [n].</summary>
    public Real[] Tails { get; }
}
