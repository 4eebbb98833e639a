namespace Xmrl.Rl.Rollouts;

/// <summary>One episode, recorded step by step, for <see cref="Rollout.Of"/>.</summary>
public sealed record RecordedTrajectory
{
    /// <summary>Raw observations before each step. Shape [T][O].</summary>
    public required IReadOnlyList<Real[]> Observations { get; init; }

    /// <summary>Executed actions. Shape [T][A].</summary>
    public required IReadOnlyList<Real[]> Actions { get; init; }

    /// <summary>Rewards. Shape [T], T ≥ 1.</summary>
    public required IReadOnlyList<Real> Rewards { get; init; }

    /// <summary>The observation after the last step. Shape [O].</summary>
    public required Real[] FinalObservation { get; init; }

    /// <summary>Whether the process ended, instead of being cut off by the horizon.</summary>
    public bool Terminated { get; init; }

    /// <summary>Whether the episode ended in success.</summary>
    public bool Succeeded { get; init; }
}
