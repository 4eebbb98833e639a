using System.Collections.Immutable;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>A robot that is asked for a speed, a direction or a place which it cannot see: <c>HalfCheetahVelocity-v1</c>,
/// <c>AntAngle-v1</c>, <c>AntGoal-v1</c>, …</summary>
/// <remarks>Robots, rewards and noise are those of Gymnasium's environments of version 4 except for the task's goal; docs/environments.md
/// lists what differs. <c>AntGoal-v1</c> is that of the robustness study: where it is and the contact forces are observed too, health is
/// not paid for, and episodes do not end when it falls. Needs libmujoco only where copies are built.</remarks>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn, Abbeel and Levine (2017), Section 5.3.</seealso>
public sealed class LocomotionFamily : IEnvironmentFamily, ITaskScene, IBodyScene, IInstalledApart
{
    /// <summary>What <see cref="Goal.Place"/> is called in ids, by the source.</summary>
    internal const string PlaceName = "Goal";

    /// <summary>Radius of the disc of places, in metres.</summary>
    internal const double LargestRadius = 3;

    /// <summary>Weight of the squared action on the way to a place.</summary>
    private const double PlaceControlCost = 0.1;

    /// <summary>Scale of the place in an observation.</summary>
    private const double PlaceScale = 0.5;

    /// <summary>Builds the family.</summary>
    /// <param name="robot">The robot.</param>
    /// <param name="goal">What a task asks; <see cref="Goal.Angle"/> and <see cref="Goal.Place"/> for the Ant alone, as the other robots
    /// live in a line or swim in the plane without steering to an angle.</param>
    /// <param name="options">Constants; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such robot or goal, or the robot has no tasks of this goal.</exception>
    public LocomotionFamily(Robot robot, Goal goal, LocomotionOptions? options = null)
    {
        if (!RobotDescription.All.TryGetValue(robot, out RobotDescription? description))
        {
            throw new ArgumentException($"robot must be one of {string.Join(", ", Enum.GetNames<Robot>())}; found {robot}.", nameof(robot));
        }

        if (!Enum.IsDefined(goal) || (goal is Goal.Angle or Goal.Place && robot != Robot.Ant))
        {
            throw new ArgumentException($"{robot} has no tasks of the goal {goal}.", nameof(goal));
        }

        Robot = robot;
        Goal = goal;
        Options = options ?? new LocomotionOptions();
        Description = description;
        ParameterRange speeds = new(description.SpeedRange.Low, description.SpeedRange.High);
        ParameterRange angle = new(0, 2 * Math.PI);
        (string[] parameters, ParameterRange[] ranges, string term) = goal switch
        {
            Goal.Velocity => (new[] { "speed" }, new[] { speeds }, "−|v − v*|"),
            Goal.Direction => (["direction"], [new ParameterRange(-1, 1)], "±v"),
            Goal.Angle => (["angle"], [angle], "v along θ"),
            _ => (["angle", "radius"], [angle, new ParameterRange(0, LargestRadius)], "−‖xy − g‖₁"),
        };
        int size = description.Positions - HiddenPositions + description.Velocities + ContactNumbers;
        Spec = new EnvironmentSpec
        {
            Id = $"{robot}{(goal == Goal.Place ? PlaceName : goal)}-v1",
            RewardVersion =
                $"{term}{(HealthyReward > 0 ? $" + {HealthyReward}" : "")} − "
                    + $"{ControlCost}·‖a‖²{(ContactCost > 0 ? $" − {ContactCost}·‖f‖²" : "")}, executed actions",
            ObservationSize = size,
            ActionSize = description.Controls,
            Horizon = Options.Horizon,
            TaskParameterNames = [.. parameters],
            TaskParameterRanges = [.. ranges],
            ObservationCentre = ImmutableArray.Create(new double[size]),
            ObservationScale = goal == Goal.Place
                ?
                [
                    .. Enumerable.Repeat(PlaceScale, description.HiddenPositions),
                    .. description.ObservationScale,
                    .. Enumerable.Repeat(1.0, ContactNumbers),
                ]
                : description.ObservationScale,
            HasSuccess = false,
            ScoreName = "return",
        };
    }

    /// <summary>The families of all robots and goals with their default options: six of three robots, and the Ant's angle and
    /// place.</summary>
    public static IEnumerable<LocomotionFamily> All()
    {
        foreach (Robot robot in Enum.GetValues<Robot>())
        {
            yield return new LocomotionFamily(robot, Goal.Velocity);
            yield return new LocomotionFamily(robot, Goal.Direction);
        }

        yield return new LocomotionFamily(Robot.Ant, Goal.Angle);
        yield return new LocomotionFamily(Robot.Ant, Goal.Place);
    }

    /// <summary>The robot.</summary>
    public Robot Robot { get; }

    /// <summary>What a task asks.</summary>
    public Goal Goal { get; }

    /// <summary>The constants.</summary>
    public LocomotionOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    string? IInstalledApart.Missing => MuJoCoEngine.Status is { IsAvailable: false } engine ? $"MuJoCo: {engine.Sentence}" : null;

    /// <inheritdoc/>
    double IBodyScene.SecondsPerStep => Description.StepsPerAction * RobotDescription.TimeStepSeconds;

    /// <summary>Receives the bodies of the first copy; null where nobody asks.</summary>
    internal BodyRecording? Recording { get; private init; }

    internal RobotDescription Description { get; }

    internal double ControlCost => Options.ControlCost ?? (Goal == Goal.Place ? PlaceControlCost : Description.ControlCost);

    /// <summary>Robots without a torso that can fall pay for neither contacts nor health.</summary>
    internal double ContactCost => Description.HealthyHeight is null ? 0 : Options.ContactCost ?? Description.ContactCost;

    internal double HealthyReward => Description.HealthyHeight is null ? 0
        : Options.HealthyReward ?? (Goal == Goal.Place ? 0 : Description.HealthyReward);

    /// <summary>Height of the torso outside of which episodes terminate; null where none does.</summary>
    internal (double Low, double High)? HealthyHeight => Goal == Goal.Place ? null : Description.HealthyHeight;

    /// <summary>Leading positions that are not observed.</summary>
    internal int HiddenPositions => Goal == Goal.Place ? 0 : Description.HiddenPositions;

    /// <summary>Numbers at the end of an observation that are contact forces, clipped to ±1: six per body, or none.</summary>
    internal int ContactNumbers => Goal == Goal.Place ? 6 * Description.Bodies : 0;

    /// <summary>Draws a task: speeds and angles are uniform, directions −1 or +1 with equal probability, places uniform over a
    /// disc.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        MdpTask task = Spec.SampleUniform(key, index);
        return Goal switch
        {
            Goal.Direction => task with { Parameters = [task.Parameters[0] < 0 ? -1 : 1] },
            Goal.Place => task with { Parameters = [task.Parameters[0], LargestRadius * Math.Sqrt(task.Parameters[1] / LargestRadius)] },
            _ => task,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="MuJoCoException">MuJoCo cannot be used; the message says why.</exception>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Validate(task);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        return new LocomotionEnvironment(this, task, copies);
    }

    /// <summary>Difference of the speeds or directions, the angle between the directions, or the distance between the places.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Validate(first);
        Validate(second);
        if (Goal == Goal.Place)
        {
            ScenePoint from = PlaceOf(first);
            ScenePoint to = PlaceOf(second);
            return double.Hypot(from.X - to.X, from.Y - to.Y);
        }

        double difference = Math.Abs(first.Parameters[0] - second.Parameters[0]);
        return Goal == Goal.Angle ? Math.Min(difference, (2 * Math.PI) - difference) : difference;
    }

    /// <summary>Velocity over the steps, or the plane; needs no libmujoco.</summary>
    public Scene Scene => LocomotionScene.Of(this);

    /// <summary>What the task asks.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Validate(task);
        return LocomotionScene.Marks(this, task);
    }

    /// <summary>The velocity of the torso, or its way.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Validate(task);
        return LocomotionScene.Trace(this, task, episode);
    }

    /// <inheritdoc/>
    IEnvironmentFamily IBodyScene.Recorded(BodyRecording recording) => new LocomotionFamily(Robot, Goal, Options) { Recording = recording };

    /// <inheritdoc/>
    IReadOnlyList<BodyAim> IBodyScene.Aims(MdpTask task)
    {
        Validate(task);
        return [LocomotionScene.Aim(this, task)];
    }

    /// <summary>Where a task with a place asks the robot to be, in metres.</summary>
    internal static ScenePoint PlaceOf(MdpTask task)
    {
        ReadOnlySpan<double> parameters = task.Parameters.AsSpan();
        return new(parameters[1] * Math.Cos(parameters[0]), parameters[1] * Math.Sin(parameters[0]));
    }

    private void Validate(MdpTask task)
    {
        Spec.Validate(task);
        if (Goal == Goal.Direction && Math.Abs(task.Parameters[0]) != 1)
        {
            throw new ArgumentException($"direction of task {task.Index} must be −1 or 1; found {task.Parameters[0]}.", nameof(task));
        }
    }
}
