using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Sampling;

/// <summary>What trials that run in lock-step carry from one trajectory into the next: memory, last action and reward.</summary>
internal sealed class TrialState
{
    private readonly ITrialPolicy _policy;

    /// <summary>Trials that begin: nothing in memory, last action and reward zero.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="trials">Number of trials B ≥ 1.</param>
    public TrialState(ITrialPolicy policy, int trials)
        : this(policy, trials, policy.CreateMemory(trials))
    {
    }

    private TrialState(ITrialPolicy policy, int trials, ITrialMemory memory)
    {
        _policy = policy;
        Trials = trials;
        Memory = memory;
        Last = new Real[(policy.Head.EncodedActionSize + 1) * trials];
        Trajectory = new int[trials];
    }

    /// <summary>Number of trials B.</summary>
    public int Trials { get; }

    /// <summary>What the policy knows every trial by.</summary>
    public ITrialMemory Memory { get; }

    /// <summary>Encoded action and reward of the last step, trial after trial. Shape [B, encoded size + 1].</summary>
    public Real[] Last { get; }

    /// <summary>Trajectories that each trial has finished. Shape [B].</summary>
    public int[] Trajectory { get; }

    /// <summary>Copies of the first trials, to be continued on their own.</summary>
    /// <param name="trials">Their number, in [1, B].</param>
    public TrialState Fork(int trials)
    {
        var copy = new TrialState(_policy, trials, Memory.Fork(trials));
        Last.AsSpan(0, copy.Last.Length).CopyTo(copy.Last);
        Trajectory.AsSpan(0, trials).CopyTo(copy.Trajectory);
        return copy;
    }
}
