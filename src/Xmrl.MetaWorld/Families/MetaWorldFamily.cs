using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Xmrl.MetaWorld.Goals;
using Xmrl.MetaWorld.Installation;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MetaWorld.Families;

/// <summary>Meta-World's ML10, <c>MetaWorldML10-v3</c>, or one of its tasks as ML1, such as <c>MetaWorldDoorOpen-v3</c>: an arm that must
/// find out by its rewards what to do, as the goal is not observed.</summary>
/// <remarks>
/// A task of ML10 is one of fifteen families with the numbers of a goal; those that a family does not use are 0. The training tasks of a
/// run are the benchmark's 50 goals of each training family, in turn. Of the 50 goals of each test family the first 40 are test tasks
/// and the last 10 validation tasks. Positions beyond those have fresh goals. Needs libmujoco 2.2.2 and Meta-World's model files only
/// where copies are built.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1910.10897">Yu et al. (2019), Meta-World.</seealso>
internal sealed class MetaWorldFamily : IEnvironmentFamily, ITaskScene, IBodyScene, ITaskSplits, IInstalledApart
{
    /// <summary>Id of ML10.</summary>
    public const string Ml10 = "MetaWorldML10-v3";

    /// <summary>Steps of an episode.</summary>
    public const int Horizon = 500;

    private const int ObservationSize = 39;
    private const int GoalNumbers = 6;
    private const int TestGoals = 40;

    private static readonly double[] s_centre = [0, 0.67, 0.2, 0.6, 0, 0.68, 0.11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly double[] s_scale = [5, 6, 8, 3.5, 6.5, 8, 10, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1];

    private readonly ImmutableArray<ArmTask> _training;
    private readonly ImmutableArray<ArmTask> _test;
    private readonly bool _isMany;
    private readonly ConcurrentDictionary<(bool IsTest, uint Seed), ImmutableArray<ImmutableArray<double>>[]> _goals = [];

    private MetaWorldFamily(string id, ImmutableArray<ArmTask> training, ImmutableArray<ArmTask> test, int horizon)
    {
        _training = training;
        _test = test;
        _isMany = training != test;
        ParameterRange[] ranges = _isMany
            ? [new(0, ArmTasks.All.Length - 1), .. Enumerable.Range(0, GoalNumbers).Select(Range)]
            : [.. Enumerable.Range(0, training[0].Low.Length).Select(i => new ParameterRange(training[0].Low[i], training[0].High[i]))];
        string[] goal = [.. Enumerable.Range(0, _isMany ? GoalNumbers : ranges.Length).Select(static i => $"v{i}")];
        Spec = new EnvironmentSpec
        {
            Id = id,
            RewardVersion = "Meta-World v2, weld equivalent to MuJoCo 3",
            ObservationSize = ObservationSize,
            ActionSize = 4,
            Horizon = horizon,
            TaskParameterNames = _isMany ? ["family", .. goal] : [.. goal],
            TaskParameterRanges = [.. ranges],
            ObservationCentre = [.. s_centre, .. s_centre, 0, 0, 0],
            ObservationScale = [.. s_scale, .. s_scale, 1, 1, 1],
            HasSuccess = true,
            ScoreName = "success rate",
        };
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public string? Missing => ModelFiles.Installed is { Folder: null } files ? $"Meta-World: {files.Sentence}" : null;

    /// <inheritdoc/>
    double IBodyScene.SecondsPerStep => ArmStep.Seconds;

    /// <summary>Receives the bodies of the first copy; null where nobody asks.</summary>
    private BodyRecording? Recording { get; init; }

    /// <inheritdoc/>
    public Scene Scene => ArmScene.Of(Spec.Horizon, _isMany);

    /// <summary>ML10, and each of its tasks alone.</summary>
    public static IEnumerable<MetaWorldFamily> All() => [Many(), .. ArmTasks.All.Select(static task => Single(task))];

    /// <summary>ML10.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    public static MetaWorldFamily Many(int horizon = Horizon) => new(Ml10, ArmTasks.Training, ArmTasks.Test, horizon);

    /// <summary>One task alone.</summary>
    /// <param name="task">The task.</param>
    /// <param name="horizon">Steps of an episode.</param>
    public static MetaWorldFamily Single(ArmTask task, int horizon = Horizon)
    {
        ImmutableArray<ArmTask> tasks = [task];
        return new(IdOf(task), tasks, tasks, horizon);
    }

    /// <summary>Id of one task alone: <c>MetaWorldDoorOpen-v3</c>.</summary>
    public static string IdOf(ArmTask task)
        => $"MetaWorld{string.Concat(task.Name.Split('-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]))}-v3";

    /// <summary>Draws a task with a fresh goal, of the training families in turn.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index) => Fresh(_training, key, index);

    /// <inheritdoc/>
    public MdpTask SampleTraining(RandomKey root, int index) => Fixed(false, root, index, 0, BenchmarkGoals.PerTask);

    /// <inheritdoc/>
    public MdpTask SampleValidation(RandomKey root, int index) => Fixed(true, root, index, TestGoals, BenchmarkGoals.PerTask);

    /// <inheritdoc/>
    public MdpTask SampleTest(RandomKey root, int index) => Fixed(true, root, index, 0, TestGoals);

    /// <inheritdoc/>
    /// <exception cref="MuJoCo.MuJoCoException">Engine or model files cannot be used; the message says why.</exception>
    public IEnvironment Create(MdpTask task, int copies)
    {
        (ArmTask kind, ImmutableArray<double> goal) = Read(task);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        return new ArmEnvironment(Spec, task, kind, goal, copies) { Recording = Recording };
    }

    /// <summary>None: between families there is no measure.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    public double? Distance(MdpTask first, MdpTask second) => null;

    /// <inheritdoc/>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        (ArmTask kind, ImmutableArray<double> goal) = Read(task);
        return ArmScene.Marks(kind, goal);
    }

    /// <summary>Kind and goal of a task.</summary>
    /// <param name="task">The task.</param>
    public string? Describe(MdpTask task)
    {
        (ArmTask kind, ImmutableArray<double> goal) = Read(task);
        return $"{kind.Name}, goal {string.Join(", ", goal.Select(static v => v.ToString("0.###", CultureInfo.InvariantCulture)))}";
    }

    /// <inheritdoc/>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        _ = Read(task);
        return ArmScene.Trace(episode);
    }

    /// <inheritdoc/>
    IEnvironmentFamily IBodyScene.Recorded(BodyRecording recording)
        => new MetaWorldFamily(Spec.Id, _training, _test, Spec.Horizon) { Recording = recording };

    /// <inheritdoc/>
    IReadOnlyList<BodyAim> IBodyScene.Aims(MdpTask task)
    {
        (ArmTask kind, ImmutableArray<double> goal) = Read(task);
        return [ArmScene.Aim(kind, goal)];
    }

    /// <summary>The family of a task and the numbers of its goal.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="ArgumentException">It is not a valid task of this environment.</exception>
    internal (ArmTask Kind, ImmutableArray<double> Goal) Read(MdpTask task)
    {
        Spec.Validate(task);
        if (!_isMany)
        {
            return (_training[0], task.Parameters);
        }

        double family = task.Parameters[0];
        if (family != Math.Floor(family))
        {
            throw new ArgumentException($"family of task {task.Index} must be a whole number; found {family}.", nameof(task));
        }

        ArmTask kind = ArmTasks.All[(int)family];
        ImmutableArray<double> goal = task.Parameters[1..];
        for (int i = 0; i < goal.Length; i++)
        {
            (double low, double high) = i < kind.Low.Length ? (kind.Low[i], kind.High[i]) : (0, 0);
            if (!(goal[i] >= low && goal[i] <= high))
            {
                throw new ArgumentException(
                    $"v{i} of task {task.Index}, a goal of {kind.Name}, must lie in [{low}, {high}]; found {goal[i]}.", nameof(task));
            }
        }

        ImmutableArray<double> own = goal[..kind.Low.Length];
        return !kind.IsRejected(own.AsSpan()) ? (kind, own)
            : throw new ArgumentException($"The object of task {task.Index}, of {kind.Name}, begins too near to its goal.", nameof(task));
    }

    /// <summary>Least and largest of a goal number over all families; 0 where one does not use it.</summary>
    private static ParameterRange Range(int number) => new(
        ArmTasks.All.Min(task => number < task.Low.Length ? task.Low[number] : 0),
        ArmTasks.All.Max(task => number < task.High.Length ? task.High[number] : 0));

    /// <summary>A goal of the benchmark, or a fresh one beyond them.</summary>
    private MdpTask Fixed(bool isTest, RandomKey root, int index, int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ImmutableArray<ArmTask> tasks = isTest ? _test : _training;
        int goal = first + (index / tasks.Length);
        if (goal >= end)
        {
            return Fresh(tasks, root.Derive(RandomPurpose.TaskSampling).Derive((ulong)first), index);
        }

        // ML1 tests on the goals of the next seed, ML10 begins its test families with the same one.
        uint seed = (uint)root.Value + (isTest && !_isMany ? 1u : 0u);
        int family = index % tasks.Length;
        return Task(tasks[family], index, _goals.GetOrAdd((isTest, seed), key => BenchmarkGoals.Draw(tasks, key.Seed))[family][goal]);
    }

    private MdpTask Fresh(ImmutableArray<ArmTask> tasks, RandomKey key, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArmTask task = tasks[index % tasks.Length];
        RandomKey own = key.Derive((ulong)index);
        ulong drawn = 0;
        return Task(task, index, BenchmarkGoals.Draw(task, () => own.Uniform(drawn++)));
    }

    private MdpTask Task(ArmTask task, int index, ImmutableArray<double> goal) => new()
    {
        EnvironmentId = Spec.Id,
        Index = index,
        Parameters = _isMany ? [ArmTasks.All.IndexOf(task), .. goal, .. Enumerable.Repeat(0.0, GoalNumbers - goal.Length)] : goal,
    };
}
