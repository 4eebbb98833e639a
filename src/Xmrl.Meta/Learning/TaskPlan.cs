using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Learning;

/// <summary>How one training task takes part in an iteration.</summary>
public sealed record TaskPlan
{
    /// <summary>The task.</summary>
    public required MdpTask MdpTask { get; init; }

    /// <summary>w_i ≥ 0, its weight in the meta-objective.</summary>
    public double Weight { get; init => field = NumberRange.NotNegative.Require(value); } = 1;

    /// <summary>Trajectories per rollout relative to the configured number: 2 draws twice as many. At least 1.</summary>
    public int Repeats { get; init => field = NumberRange.AtLeast(1).Require(value); } = 1;

    /// <summary>Adds samples to every rollout of the task; null for none.</summary>
    public IAugmentation? Augmentation { get; init; }
}
