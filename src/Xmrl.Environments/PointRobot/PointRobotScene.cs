using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.PointRobot;

/// <summary>The picture of the point robots: the plane.</summary>
internal static class PointRobotScene
{
    private const string Plane = "plane";

    /// <summary>Lines that the arc of goals is drawn with.</summary>
    private const int ArcLines = 36;

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(PointRobotOptions options)
    {
        double half = options.Tasks == PointRobotTasks.Disc ? PointRobotOptions.DiscRadius : 1;
        return new Scene
        {
            Pictures =
            [
                new ScenePicture
                {
                    Name = Plane,
                    Title = "The plane",
                    X = new SceneAxis("x", null, -half, half),
                    Y = new SceneAxis("y", null, options.Tasks == PointRobotTasks.Semicircle ? 0 : -half, half),
                    Position = (0, 1),
                },
            ],
            Marks = options.Tasks switch
            {
                PointRobotTasks.Square =>
                    [Mark(SceneShape.Rectangle, SceneRole.Region, "where starts and goals lie", [new(-half, -half), new(half, half)])],
                PointRobotTasks.Semicircle => [Mark(SceneShape.Line, SceneRole.Region, "where goals lie", Arc()), Start()],
                _ =>
                    [
                        Mark(SceneShape.Disc, SceneRole.Region, "where goals lie", [new(0, 0)]) with { Radius = half },
                        Start(),
                    ],
            },
            Maps = options.Tasks switch
            {
                PointRobotTasks.Square => [new TaskMap("Where the goal lies", "goalX", "goalY")],
                PointRobotTasks.Semicircle => [new TaskMap("Direction of the goal", "angle")],
                _ => [new TaskMap("Direction and distance of the goal", "angle", "radius")],
            },
        };
    }

    /// <summary>The goal: the disc in which steps are paid, or a point where all are.</summary>
    public static IReadOnlyList<SceneMark> Marks(PointRobotOptions options, ScenePoint goal) =>
    [
        options.Tasks == PointRobotTasks.Semicircle
            ? Mark(SceneShape.Disc, SceneRole.Goal, "goal", [goal]) with { Radius = options.Reach }
            : Mark(SceneShape.Points, SceneRole.Goal, "goal", [goal]),
    ];

    private static SceneMark Start() => Mark(SceneShape.Points, SceneRole.Start, "start", [new(0, 0)]);

    private static ScenePoint[] Arc() =>
    [
        .. Enumerable.Range(0, ArcLines + 1)
            .Select(i => Math.PI * i / ArcLines)
            .Select(angle => new ScenePoint(Math.Cos(angle), Math.Sin(angle))),
    ];

    private static SceneMark Mark(SceneShape shape, SceneRole role, string label, ScenePoint[] points)
        => new() { Picture = Plane, Shape = shape, Role = role, Label = label, Points = points };
}
