using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>The picture of a robot's task: its velocity at every step, beside what the task asks, or its way to a place.</summary>
/// <remarks>Where the robot is, is not observed unless the task asks for a place; its velocity is.</remarks>
internal static class LocomotionScene
{
    private const string Velocity = "velocity";
    private const string Plane = "plane";
    private const string Unit = "m/s";
    private const string Metre = "m";

    /// <summary>Of tasks that ask for a place: places lie in a disc around the start.</summary>
    private static readonly Scene s_plane = new()
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Plane,
                Title = "The plane",
                X = new SceneAxis("x", Metre, -LocomotionFamily.LargestRadius, LocomotionFamily.LargestRadius),
                Y = new SceneAxis("y", Metre, -LocomotionFamily.LargestRadius, LocomotionFamily.LargestRadius),
                Position = (0, 1),
            },
        ],
        Marks =
        [
            Mark(SceneShape.Disc, SceneRole.Region, "where places lie", new(0, 0)) with { Radius = LocomotionFamily.LargestRadius },
            Mark(SceneShape.Points, SceneRole.Start, "start", new(0, 0)),
        ],
        Maps = [new TaskMap("Direction and distance of the place", "angle", "radius")],
    };

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(LocomotionFamily family) => family.Goal == Goal.Place ? s_plane : new Scene
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Velocity,
                Title = family.Goal == Goal.Velocity ? "Velocity along x" : "Velocity in the direction that the task asks",
                X = new SceneAxis("step", null, 0, family.Options.Horizon),
                Y = new SceneAxis("velocity", Unit),
            },
        ],
        Note = "The velocity is that of the torso as it is observed after each step.",
    };

    /// <summary>The speed that is asked for; zero where a direction is.</summary>
    public static IReadOnlyList<SceneMark> Marks(LocomotionFamily family, MdpTask task)
    {
        if (family.Goal == Goal.Place)
        {
            return [Mark(SceneShape.Points, SceneRole.Goal, "place that the task asks", LocomotionFamily.PlaceOf(task))];
        }

        bool isSpeed = family.Goal == Goal.Velocity;
        double asked = isSpeed ? task.Parameters[0] : 0;
        return
        [
            new SceneMark
            {
                Picture = Velocity,
                Shape = SceneShape.Line,
                Role = isSpeed ? SceneRole.Goal : SceneRole.Context,
                Label = isSpeed ? "speed that the task asks" : "standing still",
                Points = [new(0, asked), new(family.Options.Horizon, asked)],
            },
        ];
    }

    /// <summary>What the task asks for, in space.</summary>
    public static BodyAim Aim(LocomotionFamily family, MdpTask task)
    {
        double parameter = task.Parameters[0];
        ScenePoint place = family.Goal == Goal.Place ? LocomotionFamily.PlaceOf(task) : default;
        return family.Goal switch
        {
            Goal.Velocity => new("speed that the task asks", BodyAimKind.Velocity, [parameter, 0, 0]),
            Goal.Direction => new("direction that the task asks", BodyAimKind.Direction, [parameter, 0, 0]),
            Goal.Angle => new("direction that the task asks", BodyAimKind.Direction, [Math.Cos(parameter), Math.Sin(parameter), 0]),
            _ => new("place that the task asks", BodyAimKind.Place, [place.X, place.Y, 0]),
        };
    }

    /// <summary>The velocity of an episode.</summary>
    public static SceneTrace Trace(LocomotionFamily family, MdpTask task, SceneEpisode episode)
    {
        if (family.Goal == Goal.Place)
        {
            double[] last = episode.Observations[^1];
            ScenePoint place = LocomotionFamily.PlaceOf(task);
            double distance = double.Hypot(last[0] - place.X, last[1] - place.Y);
            return SceneTrace.Way(s_plane, episode) with { Facts = [new SceneFact("distance at the end", distance, Unit: Metre)] };
        }

        RobotDescription robot = family.Description;
        int along = robot.Positions - robot.HiddenPositions;
        double parameter = task.Parameters[0];
        double[] velocities = [.. episode.Observations.Skip(1).Select(Asked)];
        return new SceneTrace(
            [
                new SceneMark
                {
                    Picture = Velocity,
                    Shape = SceneShape.Line,
                    Role = SceneRole.Path,
                    Label = "velocity",
                    Points = [.. velocities.Select((velocity, t) => new ScenePoint(t + 1, velocity))],
                },
            ],
            [new SceneFact("mean velocity", velocities.Average(), Unit: Unit)]);

        double Asked(double[] observation) => family.Goal switch
        {
            Goal.Velocity => observation[along],
            Goal.Direction => parameter * observation[along],
            _ => (Math.Cos(parameter) * observation[along]) + (Math.Sin(parameter) * observation[along + 1]),
        };
    }

    private static SceneMark Mark(SceneShape shape, SceneRole role, string label, ScenePoint point)
        => new() { Picture = Plane, Shape = shape, Role = role, Label = label, Points = [point] };
}
