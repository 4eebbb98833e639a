using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>What is particular to a robot; figures of Gymnasium's environments of version 4, observation scales ours.</summary>
internal sealed record RobotDescription
{
    /// <summary>Seconds that a step of the engine simulates, in all models.</summary>
    public const double TimeStepSeconds = 0.01;

    /// <summary>All robots.</summary>
    public static FrozenDictionary<Robot, RobotDescription> All { get; } = new Dictionary<Robot, RobotDescription>
    {
        [Robot.HalfCheetah] = new()
        {
            Resource = "half_cheetah.xml",
            StepsPerAction = 5,
            Positions = 9,
            Velocities = 9,
            Controls = 6,
            Bodies = 8,
            HiddenPositions = 1,
            ControlCost = 0.1,
            HasNormalVelocityNoise = true,
            SpeedRange = (0, 2),
            ObservationScale = [1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
        },
        [Robot.Ant] = new()
        {
            Resource = "ant.xml",
            StepsPerAction = 5,
            Positions = 15,
            Velocities = 14,
            Controls = 8,
            Bodies = 14,
            HiddenPositions = 2,
            ControlCost = 0.5,
            ContactCost = 5e-4,
            HealthyReward = 1,
            HealthyHeight = (0.2, 1),
            HasNormalVelocityNoise = true,
            SpeedRange = (0, 3),
            ObservationScale =
            [
                2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
            ],
        },
        [Robot.Swimmer] = new()
        {
            Resource = "swimmer.xml",
            Torso = "head",
            ViewRadius = 2.6,
            StepsPerAction = 4,
            Positions = 5,
            Velocities = 5,
            Controls = 2,
            Bodies = 4,
            HiddenPositions = 2,
            ControlCost = 1e-4,
            SpeedRange = (0.1, 0.2),
            ObservationScale = [1, 1, 1, 1, 1, 0.3, 0.3, 0.3],
        },
    }.ToFrozenDictionary();

    private readonly Lazy<Model> _model;

    private RobotDescription() => _model = new Lazy<Model>(Compile);

    /// <summary>Name of the body that leads: the camera follows it.</summary>
    public string Torso { get; init; } = "torso";

    /// <summary>How far a picture reaches around the torso, in metres.</summary>
    public double ViewRadius { get; init; } = 1.2;

    /// <summary>Name of the embedded model file.</summary>
    public required string Resource { get; init; }

    /// <summary>Time steps of the engine per action.</summary>
    public required int StepsPerAction { get; init; }

    /// <summary>nq, the number of generalized positions.</summary>
    public required int Positions { get; init; }

    /// <summary>nv, the number of generalized velocities.</summary>
    public required int Velocities { get; init; }

    /// <summary>nu, the number of actuators.</summary>
    public required int Controls { get; init; }

    /// <summary>nbody, the number of bodies, the world among them.</summary>
    public required int Bodies { get; init; }

    /// <summary>Leading positions that are not observed: where in the plane the robot is.</summary>
    public required int HiddenPositions { get; init; }

    /// <summary>Weight of ‖a‖².</summary>
    public required double ControlCost { get; init; }

    /// <summary>Weight of the squared contact forces, each clipped to ±1; 0 where they are not computed.</summary>
    public double ContactCost { get; init; }

    /// <summary>Reward of every step for not having fallen.</summary>
    public double HealthyReward { get; init; }

    /// <summary>Height of the torso outside of which the episode terminates; null where none does.</summary>
    public (double Low, double High)? HealthyHeight { get; init; }

    /// <summary>Whether initial velocities are normal instead of uniform.</summary>
    public bool HasNormalVelocityNoise { get; init; }

    /// <summary>Range of the speeds asked for, in metres per second.</summary>
    public required (double Low, double High) SpeedRange { get; init; }

    /// <summary>Scale of each observation, chosen so that usual values are of order one.</summary>
    public required ImmutableArray<double> ObservationScale { get; init; }

    /// <summary>The model, compiled at first use and shared by all threads.</summary>
    /// <exception cref="MuJoCoException">MuJoCo cannot be used.</exception>
    public Model Model => MuJoCoEngine.Status.IsAvailable ? _model.Value : throw new MuJoCoException(MuJoCoEngine.Status.Sentence);

    /// <summary>Text of the embedded model.</summary>
    internal string Text()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new MuJoCoException($"The model {Resource} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private Model Compile() => Model.FromXml(Text(), Resource);
}
