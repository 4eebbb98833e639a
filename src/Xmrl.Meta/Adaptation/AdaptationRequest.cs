using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Adaptation;

/// <summary>How far a policy is adapted, and how it is scored.</summary>
public record AdaptationRequest
{
    /// <summary>Adaptation steps K, ≥ 0; the score is given after 0 … K, or after K alone. Default 1 (xmrl, Appendix G).</summary>
    public int Steps { get; init => field = NumberRange.AtLeast(0).Require(value); } = 1;

    /// <summary>Trajectories that each adaptation step sees, ≥ 1. Default 20 (xmrl, Appendix M).</summary>
    public int AdaptationTrajectories { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>Trajectories that score a policy with sampled actions, ≥ 0; 0 to leave them out. Default 20 (chosen by us: as many as an
    /// adaptation step sees).</summary>
    public int SampledTrajectories { get; init => field = NumberRange.AtLeast(0).Require(value); } = 20;

    /// <summary>Trajectories that score a policy with mean actions, ≥ 0; 0 leaves them out. Default 1: it suffices where start and dynamics
    /// are deterministic.</summary>
    public int MeanTrajectories { get; init => field = NumberRange.AtLeast(0).Require(value); } = 1;

    /// <summary>Whether only the score after the last step is wanted; the others are then NaN and cost nothing. The last score does not
    /// depend on it.</summary>
    public bool LastStepOnly { get; init; }

    /// <summary>0 or 1 for the half of a task's stored episodes that adaptations see, where the learner adapts to stored ones: what is
    /// selected on one half is measured on the other. Null for all.</summary>
    internal int? StoredHalf { get; init; }

    /// <summary>The task whose stored episodes adaptations see, where the learner adapts to stored ones: another than the one that is
    /// scored. Null for the task's own.</summary>
    internal MdpTask? DataOf { get; init; }
}
