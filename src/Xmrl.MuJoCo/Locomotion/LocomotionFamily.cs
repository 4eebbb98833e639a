using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Locomotion;

/// <summary>A robot that is asked for a speed or a direction which it cannot see: <c>HalfCheetahVelocity-v1</c>, <c>AntAngle-v1</c>,
/// …</summary>
/// <remarks>Robots, rewards and noise are those of Gymnasium's environments of version 4 except for the task's goal; docs/environments.md
/// lists what differs. Needs libmujoco only where copies are built.</remarks>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn, Abbeel and Levine (2017), Section 5.3.</seealso>
public sealed class LocomotionFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>Builds the family.</summary>
    /// <param name="robot">The robot.</param>
    /// <param name="goal">What a task asks; <see cref="Goal.Angle"/> for the Ant alone, as the other robots live in a line or swim in the
    /// plane without steering to an angle.</param>
    /// <param name="options">Constants; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such robot or goal, or the robot has no tasks of this goal.</exception>
    public LocomotionFamily(Robot robot, Goal goal, LocomotionOptions? options = null)
    {
        if (!RobotDescription.All.TryGetValue(robot, out RobotDescription? description))
        {
            throw new ArgumentException($"robot must be one of {string.Join(", ", Enum.GetNames<Robot>())}; found {robot}.", nameof(robot));
        }

        if (!Enum.IsDefined(goal) || (goal == Goal.Angle && robot != Robot.Ant))
        {
            throw new ArgumentException($"{robot} has no tasks of the goal {goal}.", nameof(goal));
        }

        Robot = robot;
        Goal = goal;
        Options = options ?? new LocomotionOptions();
        Description = description;
        (string parameter, ParameterRange range, string term) = goal switch
        {
            Goal.Velocity => ("speed", new ParameterRange(description.SpeedRange.Low, description.SpeedRange.High), "−|v − v*|"),
            Goal.Direction => ("direction", new ParameterRange(-1, 1), "±v"),
            _ => ("angle", new ParameterRange(0, 2 * Math.PI), "v along θ"),
        };
        int size = description.Positions - description.HiddenPositions + description.Velocities;
        Spec = new EnvironmentSpec
        {
            Id = $"{robot}{goal}-v1",
            RewardVersion =
                $"{term}{(HealthyReward > 0 ? $" + {HealthyReward}" : "")} − "
                    + $"{ControlCost}·‖a‖²{(ContactCost > 0 ? $" − {ContactCost}·‖f‖²" : "")}, executed actions",
            ObservationSize = size,
            ActionSize = description.Controls,
            Horizon = Options.Horizon,
            TaskParameterNames = [parameter],
            TaskParameterRanges = [range],
            ObservationCentre = ImmutableArray.Create(new double[size]),
            ObservationScale = description.ObservationScale,
            HasSuccess = false,
            ScoreName = "return",
        };
    }

    /// <summary>The families of all robots and goals with their default options: six of three robots, and the Ant's angle.</summary>
    public static IEnumerable<LocomotionFamily> All()
    {
        foreach (Robot robot in Enum.GetValues<Robot>())
        {
            yield return new LocomotionFamily(robot, Goal.Velocity);
            yield return new LocomotionFamily(robot, Goal.Direction);
        }

        yield return new LocomotionFamily(Robot.Ant, Goal.Angle);
    }

    /// <summary>The robot.</summary>
    public Robot Robot { get; }

    /// <summary>What a task asks.</summary>
    public Goal Goal { get; }

    /// <summary>The constants.</summary>
    public LocomotionOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    internal RobotDescription Description { get; }

    internal double ControlCost => Options.ControlCost ?? Description.ControlCost;

    /// <summary>Robots without a torso that can fall pay for neither contacts nor health.</summary>
    internal double ContactCost => Description.HealthyHeight is null ? 0 : Options.ContactCost ?? Description.ContactCost;

    internal double HealthyReward => Description.HealthyHeight is null ? 0 : Options.HealthyReward ?? Description.HealthyReward;

    /// <summary>Draws a task: speeds and angles are uniform, directions −1 or +1 with equal probability.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        MdpTask task = Spec.SampleUniform(key, index);
        return Goal == Goal.Direction ? task with { Parameters = [task.Parameters[0] < 0 ? -1 : 1] } : task;
    }

    /// <inheritdoc/>
    /// <exception cref="MuJoCoException">MuJoCo cannot be used; the message says why.</exception>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Validate(task);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        return new LocomotionEnvironment(this, task, copies);
    }

    /// <summary>Difference of the speeds or directions, or the angle between the directions.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Validate(first);
        Validate(second);
        double difference = Math.Abs(first.Parameters[0] - second.Parameters[0]);
        return Goal == Goal.Angle ? Math.Min(difference, (2 * Math.PI) - difference) : difference;
    }

    /// <summary>Velocity over the steps; needs no libmujoco.</summary>
    public Scene Scene => LocomotionScene.Of(this);

    /// <summary>What the task asks.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Validate(task);
        return LocomotionScene.Marks(this, task);
    }

    /// <summary>The velocity of the torso.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Validate(task);
        return LocomotionScene.Trace(this, task, episode);
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
