using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Trials.Sampling;

/// <summary>What trials that run in lock-step carry from one trajectory into the next: memory, last action and reward.</summary>
internal sealed class TrialState
{
    private readonly AlignedBuffer _memory;
    private readonly int _stride;
    private readonly GruPolicy _policy;

    /// <summary>Trials that begin: memory, last action and reward are zero.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="trials">Number of trials B ≥ 1.</param>
    public TrialState(GruPolicy policy, int trials)
    {
        _policy = policy;
        Trials = trials;
        _stride = AlignedBuffer.PaddedStride(trials);
        _memory = new AlignedBuffer(policy.MemorySize * _stride);
        Last = new Real[(policy.Head.EncodedActionSize + 1) * trials];
        Trajectory = new int[trials];
    }

    /// <summary>Number of trials B.</summary>
    public int Trials { get; }

    /// <summary>Memory h of every trial. Shape [M, B].</summary>
    public Matrix Memory => new(_memory.Span, _policy.MemorySize, Trials, _stride);

    /// <summary>Encoded action and reward of the last step, trial after trial. Shape [B, encoded size + 1].</summary>
    public Real[] Last { get; }

    /// <summary>Trajectories that each trial has finished. Shape [B].</summary>
    public int[] Trajectory { get; }

    /// <summary>Copies of the first trials, to be continued on their own.</summary>
    /// <param name="trials">Their number, in [1, B].</param>
    public TrialState Fork(int trials)
    {
        var copy = new TrialState(_policy, trials);
        for (int row = 0; row < _policy.MemorySize; row++)
        {
            Memory.Row(row)[..trials].CopyTo(copy.Memory.Row(row));
        }

        Last.AsSpan(0, copy.Last.Length).CopyTo(copy.Last);
        Trajectory.AsSpan(0, trials).CopyTo(copy.Trajectory);
        return copy;
    }
}
