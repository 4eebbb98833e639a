using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Drone;

/// <summary>The picture of <c>Drone-v1</c> and <c>DroneWalled-v1</c>: the room from above.</summary>
internal static class DroneScene
{
    private const string Room = "room";
    private const string Unit = "m";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(DroneFamily family)
    {
        DroneOptions options = family.Options;
        return new Scene
        {
            Pictures =
            [
                new ScenePicture
                {
                    Name = Room,
                    Title = "The room from above",
                    X = new SceneAxis("x", Unit, 0, options.RoomWidth),
                    Y = new SceneAxis("y", Unit, 0, options.RoomHeight),
                    Position = (0, 1),
                },
            ],
            Marks =
            [
                Mark(SceneShape.Rectangle, SceneRole.Region, "walls", [new(0, 0), new(options.RoomWidth, options.RoomHeight)]),
                Mark(SceneShape.Points, SceneRole.Start, "start", [new(options.StartX, options.StartY)]),
                .. options.Chamber is { } chamber
                    ? [Mark(
                        SceneShape.Rectangle, SceneRole.Obstacle, "closed chamber",
                        [new(chamber.Left, chamber.Bottom), new(chamber.Right, chamber.Top)])]
                    : Array.Empty<SceneMark>(),
            ],
            Maps =
            [
                new TaskMap("Where the goal lies", family.Spec.TaskParameterNames[0], family.Spec.TaskParameterNames[1], Unit),
                new TaskMap("Where the obstacle lies", family.Spec.TaskParameterNames[2], family.Spec.TaskParameterNames[3], Unit),
            ],
        };
    }

    /// <summary>What of a task is drawn.</summary>
    public static IReadOnlyList<SceneMark> Marks(DroneOptions options, MdpTask task)
    {
        (double x, double y) = (task.Parameters[0], task.Parameters[1]);
        (double left, double bottom) = (task.Parameters[2], task.Parameters[3]);
        double half = options.GoalHalfWidth;
        return
        [
            Mark(SceneShape.Rectangle, SceneRole.Goal, "goal", [new(x - half, y - half), new(x + half, y + half)]),
            Mark(
                SceneShape.Rectangle, SceneRole.Obstacle, "obstacle",
                [new(left, bottom), new(left + options.ObstacleWidth, bottom + options.ObstacleHeight)]),
        ];
    }

    private static SceneMark Mark(SceneShape shape, SceneRole role, string label, ScenePoint[] points)
        => new() { Picture = Room, Shape = shape, Role = role, Label = label, Points = points };
}
