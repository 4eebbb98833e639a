using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Recurrent;

/// <summary>The memory h of trials in lock-step; zeros where they begin.</summary>
/// <param name="size">Size M of the memory, ≥ 1.</param>
/// <param name="trials">Number of trials B ≥ 1.</param>
internal sealed class GruMemory(int size, int trials) : ITrialMemory
{
    private readonly int _stride = AlignedBuffer.PaddedStride(trials);
    private readonly AlignedBuffer _memory = new(size * AlignedBuffer.PaddedStride(trials));

    /// <summary>h of every trial. Shape [M, B].</summary>
    public Matrix Values => new(_memory.Span, size, trials, _stride);

    /// <inheritdoc/>
    public ITrialMemory Fork(int trials)
    {
        var copy = new GruMemory(size, trials);
        for (int row = 0; row < size; row++)
        {
            Values.Row(row)[..trials].CopyTo(copy.Values.Row(row));
        }

        return copy;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrialOutline> Outlines() => [];
}
