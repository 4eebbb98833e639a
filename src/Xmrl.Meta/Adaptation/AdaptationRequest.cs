namespace Xmrl.Meta.Adaptation;

/// <summary>How far a policy is adapted, and how it is scored.</summary>
public record AdaptationRequest
{
    /// <summary>Adaptation steps K ≥ 0; the score is given after 0 … K, or after K alone.</summary>
    public int Steps { get; init => field = Ranges.AtLeast(0, value, nameof(Steps)); } = 1;

    /// <summary>Trajectories that each adaptation step sees, ≥ 1.</summary>
    public int AdaptationTrajectories { get; init => field = Ranges.AtLeast(1, value, nameof(AdaptationTrajectories)); } = 20;

    /// <summary>Trajectories that score a policy with sampled actions, ≥ 0; 0 to leave them out.</summary>
    public int SampledTrajectories { get; init => field = Ranges.AtLeast(0, value, nameof(SampledTrajectories)); } = 20;

    /// <summary>Trajectories that score a policy with mean actions, ≥ 0; 1 suffices where start and dynamics are deterministic, 0 leaves
    /// them out.</summary>
    public int MeanTrajectories { get; init => field = Ranges.AtLeast(0, value, nameof(MeanTrajectories)); } = 1;

    /// <summary>Whether only the score after the last step is wanted; the others are then NaN and cost nothing. The last score does not
    /// depend on it.</summary>
    public bool LastStepOnly { get; init; }
}
