using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.PointRobot;

/// <summary>Constants of the point robots; defaults are those of PEARL's experiments.</summary>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019), Section 6.3.</seealso>
internal sealed record PointRobotOptions
{
    /// <summary>Radius of the disc of goals of <c>PointGoal-v1</c>, as in <c>AntGoal-v1</c>.</summary>
    public const double DiscRadius = 3;

    /// <summary><c>PointRobotSparse-v1</c>.</summary>
    public static PointRobotOptions Sparse { get; } = new() { Tasks = PointRobotTasks.Semicircle };

    /// <summary><c>PointGoal-v1</c>.</summary>
    public static PointRobotOptions Goal { get; } = new() { Tasks = PointRobotTasks.Disc };

    /// <summary>Where the goals lie. Default the square.</summary>
    public PointRobotTasks Tasks
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Tasks), value, $"Tasks must be one of {string.Join(", ", Enum.GetNames<PointRobotTasks>())}.");
            }

            field = value;
        }
    }

    /// <summary>Distance from the goal within which a step of the sparse robot is paid, in (0, 1). Default 0.2.</summary>
    public double Reach { get; init => field = NumberRange.Open(0, 1).Require(value); } = 0.2;

    /// <summary>Steps after which an episode is truncated, ≥ 1. Default 20.</summary>
    public int Horizon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Horizon));
            field = value;
        }
    }

    = 20;

    /// <summary>Way along an axis that an action of 1 moves: 0.1, and 0.3 in the disc, whose farthest goals are so reached within ten
    /// steps.</summary>
    public double StepSize => Tasks == PointRobotTasks.Disc ? 0.3 : 0.1;
}
