using Xmrl.Numerics.Validation;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>Constants of the locomotion environments; null stands for the robot's own figure, that of Gymnasium's environments of version
/// 4.</summary>
public sealed record LocomotionOptions
{
    /// <summary>Steps after which an episode is truncated, ≥ 1. Default 200 (xmrl.txt M.6).</summary>
    public int Horizon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Horizon));
            field = value;
        }
    }

    = 200;

    /// <summary>Weight of the squared action in the reward, ≥ 0; null for 0.1 (HalfCheetah), 0.5 (Ant; 0.1 to
    /// a place), 1e-4 (Swimmer).</summary>
    public double? ControlCost { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Weight of the squared contact forces in the Ant's reward, ≥ 0; 0 spares their computation. Null for 5e-4.</summary>
    public double? ContactCost { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>What the Ant is paid for each step that it has not fallen, ≥ 0; null for 1, and for 0 to a place, as it goes on there
    /// when it has fallen.</summary>
    public double? HealthyReward { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Size of the noise of initial positions (uniform in ± this) and velocities, in [0, 1]. Default 0.1.</summary>
    public double ResetNoise { get; init => field = NumberRange.Closed(0, 1).Require(value); } = 0.1;
}
