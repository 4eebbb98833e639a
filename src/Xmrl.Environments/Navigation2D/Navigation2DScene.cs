using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Navigation2D;

/// <summary>The picture of <c>Navigation2D-v1</c> and its variants: the plane.</summary>
internal static class Navigation2DScene
{
    private const string Plane = "plane";

    /// <summary>Half the side of what is shown at least: every goal, and some room around.</summary>
    private const double Reach = 0.6;

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(Navigation2DOptions options)
    {
        bool hasWalls = double.IsFinite(options.Wall);
        double half = hasWalls ? options.Wall : Reach;
        return new Scene
        {
            Pictures =
            [
                new ScenePicture
                {
                    Name = Plane,
                    Title = "The plane",
                    X = new SceneAxis("x", null, -half, half),
                    Y = new SceneAxis("y", null, -half, half),
                    Position = (0, 1),
                },
            ],
            Marks =
            [
                .. hasWalls
                    ? [Mark(SceneShape.Rectangle, SceneRole.Region, "walls", [new(-half, -half), new(half, half)])]
                    : Array.Empty<SceneMark>(),
                .. double.IsFinite(options.ClosedFrom)
                    ? [Mark(SceneShape.Rectangle, SceneRole.Obstacle, "closed", [new(options.ClosedFrom, -half), new(half, half)])]
                    : Array.Empty<SceneMark>(),
                Mark(SceneShape.Points, SceneRole.Start, "start", [new(0, 0)]),
            ],
            Maps = [new TaskMap("Where the goal lies", "goalX", "goalY")],
        };
    }

    /// <summary>The goal: the square in which episodes end, or a point where they do not.</summary>
    public static IReadOnlyList<SceneMark> Marks(Navigation2DOptions options, MdpTask task)
    {
        (double x, double y) = (task.Parameters[0], task.Parameters[1]);
        double reach = options.Reach;
        return
        [
            reach > 0
                ? Mark(SceneShape.Rectangle, SceneRole.Goal, "goal", [new(x - reach, y - reach), new(x + reach, y + reach)])
                : Mark(SceneShape.Points, SceneRole.Goal, "goal", [new(x, y)]),
        ];
    }

    private static SceneMark Mark(SceneShape shape, SceneRole role, string label, ScenePoint[] points)
        => new() { Picture = Plane, Shape = shape, Role = role, Label = label, Points = points };
}
