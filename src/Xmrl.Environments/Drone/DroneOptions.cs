using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.Drone;

/// <summary>Constants of <c>Drone-v1</c>. Lengths are metres of the room; geometry from xmrl.txt M.4, the rest (which the paper leaves
/// open) as noted.</summary>
public sealed record DroneOptions
{
    /// <summary>The room with a closed chamber in its upper left corner: <c>DroneWalled-v1</c>.</summary>
    internal static DroneOptions Walled { get; } = new() { Chamber = new Box(0, 7, 2.6, 12) };

    /// <summary>Width of the room along x, ≥ 7.5 so that every goal centre is inside. Default 8.</summary>
    public double RoomWidth { get; init => field = NumberRange.Closed(7.5, 1000).Require(value); } = 8;

    /// <summary>Depth of the room along y, ≥ 11 so that every goal centre is inside. Default 12.</summary>
    public double RoomHeight { get; init => field = NumberRange.Closed(11, 1000).Require(value); } = 12;

    /// <summary>Start, x, inside the room. Default 7.2: beside the right wall no obstacle can be in the way (ours; found to matter most for
    /// a good prior).</summary>
    public double StartX { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 7.2;

    /// <summary>Start, y, inside the room. Default 0.5 (ours).</summary>
    public double StartY { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 0.5;

    /// <summary>Length of every step, in (0, 1]. Default 0.1 (xmrl.txt M.4).</summary>
    public double StepLength { get; init => field = NumberRange.Closed(1e-6, 1).Require(value); } = 0.1;

    /// <summary>Obstacle, extent along x, in (0, 8]. Default 3 (xmrl.txt M.4).</summary>
    public double ObstacleWidth { get; init => field = NumberRange.Closed(1e-6, 8).Require(value); } = 3;

    /// <summary>Obstacle, extent along y, in (0, 3]. Default 1 (xmrl.txt M.4).</summary>
    public double ObstacleHeight { get; init => field = NumberRange.Closed(1e-6, 3).Require(value); } = 1;

    /// <summary>Half the side of the goal square, in (0, 1]. Default 0.5 (xmrl.txt M.4: a 1×1 square).</summary>
    public double GoalHalfWidth { get; init => field = NumberRange.Closed(1e-6, 1).Require(value); } = 0.5;

    /// <summary>Reward added on reaching the goal, in [0, 1000]. Default 5 (ours).</summary>
    public double GoalReward { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 5;

    /// <summary>Reward added on touching the obstacle, in [−1000, 0]. Default −1 (ours).</summary>
    public double CollisionReward { get; init => field = NumberRange.Closed(-1000, 0).Require(value); } = -1;

    /// <summary>Weight of the shaping d(s, goal) − d(s′, goal), in [0, 1000]. Default 1 (ours).</summary>
    public double ShapingWeight { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 1;

    /// <summary>Steps after which an episode is truncated, in [1, 100 000]. Default 190 (ours).</summary>
    public int Horizon { get; init => field = NumberRange.Closed(1, 100_000).Require(value); } = 190;

    /// <summary>A chamber whose walls nothing passes, or null for none. Default null.</summary>
    internal Box? Chamber { get; init; }
}
