namespace Xmrl.Rl.Replay;

/// <summary>One step of an environment, to be appended to a replay.</summary>
internal readonly ref struct ReplayStep
{
    /// <summary>The observation o before the step. Shape [O].</summary>
    public required ReadOnlySpan<Real> Observation { get; init; }

    /// <summary>The action a that the policy chose, before any scaling for the environment. Shape [A].</summary>
    public required ReadOnlySpan<Real> Action { get; init; }

    /// <summary>The reward r that the environment paid: what a context sees.</summary>
    public required Real Reward { get; init; }

    /// <summary>The reward that values are learned from: r, or the dense one of an environment whose r is sparse.</summary>
    public required Real ValueReward { get; init; }

    /// <summary>The observation o′ after the step. Shape [O].</summary>
    public required ReadOnlySpan<Real> Next { get; init; }

    /// <summary>Whether the process ended: nothing of value follows. A time limit is no such end.</summary>
    public bool Terminated { get; init; }

    /// <summary>Whether the step is the first of its trajectory.</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether the step joins the context.</summary>
    public bool IsContext { get; init; }
}
