using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Tasks;
using Xmrl.MuJoCo.Bodies;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MetaWorld.Families;

/// <summary>The picture of a task: the table from above and from the side, with the ways of hand and object.</summary>
internal static class ArmScene
{
    private const string Above = "above";
    private const string Beside = "beside";
    private const string Time = "time";
    private const string Metre = "m";
    private const int FirstObject = 4;

    /// <summary>What all tasks have in common.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    /// <param name="isMany">Whether tasks are of many families.</param>
    public static Scene Of(int horizon, bool isMany) => new()
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Above,
                Title = "The table from above",
                X = new SceneAxis("x", Metre, -0.55, 0.55),
                Y = new SceneAxis("y", Metre, 0.3, 1.05),
                Position = (0, 1),
            },
            new ScenePicture
            {
                Name = Beside,
                Title = "The table from the side",
                X = new SceneAxis("y", Metre, 0.3, 1.05),
                Y = new SceneAxis("z", Metre, 0, 0.6),
                Position = (1, 2),
            },
            new ScenePicture
            {
                Name = Time,
                Title = "Reward of each step",
                X = new SceneAxis("step", null, 0, horizon),
                Y = new SceneAxis("reward", null, 0, 10),
            },
        ],
        Maps = [.. isMany ? [new TaskMap("Family", "family")] : Array.Empty<TaskMap>(), new("Where the object begins", "v0", "v1", Metre)],
        Note = isMany
            ? "The policy sees neither family nor goal. Families: "
                + $"{string.Join(", ", ArmTasks.All.Select(static (task, i) => $"{i} {task.Name}"))}."
            : "The policy does not see the goal.",
    };

    /// <summary>Where the object begins and what is asked.</summary>
    /// <param name="task">The task.</param>
    /// <param name="goal">Its goal numbers.</param>
    public static IReadOnlyList<SceneMark> Marks(ArmTask task, ImmutableArray<double> goal)
    {
        Point begin = Point.Of(goal.AsSpan());
        Point target = task.Target(goal.AsSpan());
        return
        [
            Mark(Above, SceneRole.Start, $"{task.Name}: object", new(begin.X, begin.Y)),
            Mark(Above, SceneRole.Goal, $"{task.Name}: goal", new(target.X, target.Y)),
            Mark(Beside, SceneRole.Start, $"{task.Name}: object", new(begin.Y, begin.Z)),
            Mark(Beside, SceneRole.Goal, $"{task.Name}: goal", new(target.Y, target.Z)),
        ];
    }

    /// <summary>What is asked, in space.</summary>
    /// <param name="task">The task.</param>
    /// <param name="goal">Its goal numbers.</param>
    public static BodyAim Aim(ArmTask task, ImmutableArray<double> goal)
    {
        Point target = task.Target(goal.AsSpan());
        return new BodyAim($"{task.Name}: goal", BodyAimKind.Place, [target.X, target.Y, target.Z]);
    }

    /// <summary>How the bodies are shown: the table is the ground, and what is below it is left out.</summary>
    public static BodyView View { get; } = new() { Ground = 0, Centre = [0, 0.45, 0.22], Radius = 0.75, Group = Group };

    /// <summary>What a body belongs to: the arm, its gripper, or a thing of the task by its name; null for the table and what it stands
    /// beside.</summary>
    private static string? Group(BodyTree tree, int body)
    {
        string[] line = [.. tree.Line(body).Select(tree.Name)];
        return line switch
        {
            [] or ["tablelink" or "RetainingWall", ..] => null,
            ["base", "controller_box" or "pedestal_feet" or "torso" or "pedestal", ..] => null,
            ["base", ..] => line.Contains("hand") ? "gripper" : "arm",
            _ => line[0],
        };
    }

    /// <summary>The ways of hand and object, and the rewards.</summary>
    /// <param name="episode">The episode.</param>
    public static SceneTrace Trace(SceneEpisode episode)
    {
        double[] first = episode.Observations[0];
        double[] last = episode.Observations[^1];
        double moved = (Point.Of(last.AsSpan(FirstObject)) - Point.Of(first.AsSpan(FirstObject))).Length;
        return new SceneTrace(
            [
                Line(Above, SceneRole.Path, "way of the hand", episode, 0, 1),
                Line(Beside, SceneRole.Path, "way of the hand", episode, 1, 2),
                Line(Above, SceneRole.Context, "way of the object", episode, FirstObject, FirstObject + 1),
                Line(Beside, SceneRole.Context, "way of the object", episode, FirstObject + 1, FirstObject + 2),
                new SceneMark
                {
                    Picture = Time,
                    Shape = SceneShape.Line,
                    Role = SceneRole.Path,
                    Label = "reward",
                    Points = [.. episode.Rewards.Select(static (reward, t) => new ScenePoint(t + 1, reward))],
                },
            ],
            [
                new SceneFact("mean reward", episode.Rewards.Average()),
                new SceneFact("object moved", moved, Unit: Metre),
            ]);
    }

    private static SceneMark Line(string picture, SceneRole role, string label, SceneEpisode episode, int x, int y) => new()
    {
        Picture = picture,
        Shape = SceneShape.Line,
        Role = role,
        Label = label,
        Points = [.. episode.Observations.Select(observation => new ScenePoint(observation[x], observation[y]))],
    };

    private static SceneMark Mark(string picture, SceneRole role, string label, ScenePoint point)
        => new() { Picture = picture, Shape = SceneShape.Points, Role = role, Label = label, Points = [point] };
}
