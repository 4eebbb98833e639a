using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>The picture of a robot's task: its velocity at every step, beside what the task asks.</summary>
/// <remarks>Where the robot is, is not observed; its velocity is.</remarks>
internal static class LocomotionScene
{
    private const string Velocity = "velocity";
    private const string Unit = "m/s";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(LocomotionFamily family) => new()
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

    /// <summary>The velocity of an episode.</summary>
    public static SceneTrace Trace(LocomotionFamily family, MdpTask task, SceneEpisode episode)
    {
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
}
