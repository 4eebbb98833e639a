using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.Navigation2D;

/// <summary>Constants of <c>Navigation2D-v1</c>; defaults from sg-mrl.txt §5 and Appendix H.</summary>
public sealed record Navigation2DOptions
{
    /// <summary>The problem that the authors of sg-mrl publish as code, of which their text differs: it pays −‖s − g‖, has walls at ±0.5,
    /// ends within 0.01 of the goal, and an action of 1 moves by 0.01. <c>Navigation2DSquare-v1</c>.</summary>
    /// <seealso href="https://github.com/kristian-georgiev/SGMRL">maml_zoo/envs/point_envs/point_env_2d_v2.py and
    /// normalized_env.py.</seealso>
    public static Navigation2DOptions Square { get; } = new()
    {
        Reward = Navigation2DReward.NegativeDistance,
        Wall = 0.5,
        Reach = 0.01,
        ActionUnit = 0.01,
    };

    /// <summary>A plane that a wall without end closes at x = 0.15: <c>Navigation2DWalled-v1</c>.</summary>
    internal static Navigation2DOptions Walled { get; } = new() { ClosedFrom = 0.15 };

    /// <summary>The reward; default −‖s − g‖².</summary>
    public Navigation2DReward Reward
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Reward), value, $"Reward must be one of {string.Join(", ", Enum.GetNames<Navigation2DReward>())}.");
            }

            field = value;
        }
    }

    /// <summary>Largest component of a velocity per step, in (0, 1]. Default 0.1.</summary>
    public double ActionLimit { get; init => field = NumberRange.OpenClosed(0, 1).Require(value); } = 0.1;

    /// <summary>Way that an action of 1 moves, in (0, 1]. Default 1: actions are velocities.</summary>
    public double ActionUnit { get; init => field = NumberRange.OpenClosed(0, 1).Require(value); } = 1;

    /// <summary>Distance of the walls from the origin, at least 0.5, so that every goal can be reached; +∞ for none. Default +∞.</summary>
    public double Wall
    {
        get;
        init
        {
            if (!(value >= 0.5))
            {
                throw new ArgumentOutOfRangeException(nameof(Wall), value, $"Wall must be at least 0.5; found {value}.");
            }

            field = value;
        }
    }

    = double.PositiveInfinity;

    /// <summary>The x, ≥ 0, that no position exceeds: goals to the right of it cannot be reached. Default +∞.</summary>
    internal double ClosedFrom { get; init => field = NumberRange.AtLeast(0).Require(value); } = double.PositiveInfinity;

    /// <summary>An episode terminates where both coordinates are nearer to the goal's than this, in [0, 0.5]; 0 for never. Default
    /// 0.</summary>
    public double Reach { get; init => field = NumberRange.Closed(0, 0.5).Require(value); }

    /// <summary>Steps after which an episode is truncated, ≥ 1. Default 100.</summary>
    public int Horizon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Horizon));
            field = value;
        }
    }

    = 100;
}
