using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.PointRobot;

/// <summary>A point that moves at once to where it is sent, towards a goal that it cannot see: <c>PointRobot-v1</c>,
/// <c>PointRobotSparse-v1</c> and <c>PointGoal-v1</c>. Episodes never terminate.</summary>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019), Section 6.3.</seealso>
internal sealed class PointRobotFamily : IEnvironmentFamily, ITaskScene, IDenseReward
{
    /// <summary>The id with goals in a square.</summary>
    public const string Id = "PointRobot-v1";

    /// <summary>The id with goals on a semicircle, and rewards near them alone.</summary>
    public const string SparseId = "PointRobotSparse-v1";

    /// <summary>The id with goals in a disc.</summary>
    public const string GoalId = "PointGoal-v1";

    /// <summary>Builds the family.</summary>
    /// <param name="options">Constants; null for the defaults.</param>
    public PointRobotFamily(PointRobotOptions? options = null)
    {
        Options = options ?? new PointRobotOptions();
        (string id, string reward, double scale) = Options.Tasks switch
        {
            PointRobotTasks.Square => (Id, "negative distance", 1),
            PointRobotTasks.Semicircle => (SparseId, $"1 − distance within {Options.Reach}", 1),
            _ => (GoalId, "negative taxicab distance", 0.5),
        };
        Spec = new EnvironmentSpec
        {
            Id = id,
            RewardVersion = reward,
            ObservationSize = 2,
            ActionSize = 2,
            Horizon = Options.Horizon,
            TaskParameterNames = Options.Tasks switch
            {
                PointRobotTasks.Square => ["goalX", "goalY"],
                PointRobotTasks.Semicircle => ["angle"],
                _ => ["angle", "radius"],
            },
            TaskParameterRanges = Options.Tasks switch
            {
                PointRobotTasks.Square => [new(-1, 1), new(-1, 1)],
                PointRobotTasks.Semicircle => [new(0, Math.PI)],
                _ => [new(0, 2 * Math.PI), new(0, PointRobotOptions.DiscRadius)],
            },
            ObservationCentre = [0, 0],
            ObservationScale = [scale, scale],
            HasSuccess = false,
            ScoreName = "return",
        };
    }

    /// <summary>The constants.</summary>
    public PointRobotOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Draws a task: goals are uniform over the area of the square or the disc, or over the angles of the semicircle.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        MdpTask task = Spec.SampleUniform(key, index);
        if (Options.Tasks != PointRobotTasks.Disc)
        {
            return task;
        }

        double share = task.Parameters[1] / PointRobotOptions.DiscRadius;
        return task with { Parameters = task.Parameters.SetItem(1, PointRobotOptions.DiscRadius * Math.Sqrt(share)) };
    }

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Spec.Validate(task);
        return new PointRobotEnvironment(this, task, copies);
    }

    /// <summary>Distance between the goals.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        ScenePoint from = Goal(first);
        ScenePoint to = Goal(second);
        return double.Hypot(from.X - to.X, from.Y - to.Y);
    }

    /// <inheritdoc/>
    public Real DenseReward(MdpTask task, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> action)
    {
        ScenePoint goal = Goal(task);
        return PointRobotEnvironment.DenseReward(
            Options.Tasks, observation[0] - (Real)goal.X, observation[1] - (Real)goal.Y);
    }

    /// <summary>The plane with the start.</summary>
    public Scene Scene => PointRobotScene.Of(Options);

    /// <summary>The goal.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Spec.Validate(task);
        return PointRobotScene.Marks(Options, Goal(task));
    }

    /// <summary>Where the goal of a task lies.</summary>
    internal ScenePoint Goal(MdpTask task)
    {
        ReadOnlySpan<double> parameters = task.Parameters.AsSpan();
        if (Options.Tasks == PointRobotTasks.Square)
        {
            return new(parameters[0], parameters[1]);
        }

        double radius = Options.Tasks == PointRobotTasks.Disc ? parameters[1] : 1;
        return new(radius * Math.Cos(parameters[0]), radius * Math.Sin(parameters[0]));
    }
}
