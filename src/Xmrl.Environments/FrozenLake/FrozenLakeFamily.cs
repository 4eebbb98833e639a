using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;
using Xmrl.Rl.Tabular;

namespace Xmrl.Environments.FrozenLake;

/// <summary><c>FrozenLakeHigh-v1</c> and <c>FrozenLakeLow-v1</c>: from the first cell of a square lake to the last one, around holes that
/// are not seen. The observation is the cell, one-hot; an action is one of four directions.</summary>
/// <remarks>The holes are the task: a number 0 or 1 per cell, row by row. Whoever enters the goal (+1) or a hole (−1) is held there and
/// paid again at every step. Tasks are small tables too, so that every expectation is known exactly.</remarks>
public sealed class FrozenLakeFamily : IEnvironmentFamily, ITaskScene, ITabularFamily
{
    /// <summary>The id with <see cref="FrozenLakeOptions.High"/>.</summary>
    public const string HighId = "FrozenLakeHigh-v1";

    /// <summary>The id with <see cref="FrozenLakeOptions.Low"/>.</summary>
    public const string LowId = "FrozenLakeLow-v1";

    /// <summary>The id with any other options: results are comparable with neither.</summary>
    public const string OtherId = "FrozenLake-v1";

    /// <summary>Builds the family.</summary>
    /// <param name="options">Constants; null for those of high variance.</param>
    public FrozenLakeFamily(FrozenLakeOptions? options = null)
    {
        Options = options ?? FrozenLakeOptions.High;
        int cells = Options.Size * Options.Size;
        Spec = new EnvironmentSpec
        {
            Id = Options == FrozenLakeOptions.High ? HighId : Options == FrozenLakeOptions.Low ? LowId : OtherId,
            RewardVersion = Options.AbsorbingPays ? "pays at every step" : "pays once",
            ObservationSize = cells,
            ActionSize = 1,
            ActionChoices = FrozenLakeMap.Directions,
            Horizon = Options.Horizon,
            TaskParameterNames = [.. Enumerable.Range(0, cells).Select(Name)],
            TaskParameterRanges = [.. Enumerable.Repeat(new ParameterRange(0, 1), cells)],
            ObservationCentre = [.. new double[cells]],
            ObservationScale = [.. Enumerable.Repeat(1.0, cells)],
            ScoreName = "return",
        };
    }

    /// <summary>The constants.</summary>
    public FrozenLakeOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>Draws holes until there is a path from start to goal.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0.</param>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        RandomKey own = key.Derive((ulong)index);
        double[] holes = new double[Spec.ObservationSize];
        for (ulong attempt = 0; ; attempt++)
        {
            RandomKey drawn = own.Derive(attempt);
            for (int cell = 1; cell < holes.Length - 1; cell++)
            {
                holes[cell] = drawn.Uniform((ulong)cell) < Options.HoleProbability ? 1 : 0;
            }

            if (new FrozenLakeMap(Options, holes).HasPath)
            {
                return new MdpTask { EnvironmentId = Spec.Id, Index = index, Parameters = [.. holes] };
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A number is neither 0 nor 1, start or goal is a hole, or there is no path.</exception>
    public IEnvironment Create(MdpTask task, int copies)
    {
        FrozenLakeMap map = Map(task);
        return new BatchAdapter(Spec, task, copies, _ => new FrozenLakeWalker(map));
    }

    /// <summary>Number of cells that are a hole in one task and none in the other.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        _ = (Map(first), Map(second));
        return first.Parameters.Zip(second.Parameters, (x, y) => Math.Abs(x - y)).Sum();
    }

    /// <summary>The lake from above.</summary>
    public Scene Scene => FrozenLakeScene.Of(this);

    /// <summary>The holes.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task) => FrozenLakeScene.Marks(Map(task));

    /// <summary>The way over the lake.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return FrozenLakeScene.Trace(Map(task), episode);
    }

    /// <inheritdoc/>
    TabularMdp ITabularFamily.Model(MdpTask task) => Map(task).Model(Options.Discount);

    /// <summary>Name of the task parameter of a cell.</summary>
    internal static string Name(int cell) => string.Create(CultureInfo.InvariantCulture, $"hole{cell}");

    private FrozenLakeMap Map(MdpTask task)
    {
        Spec.Validate(task);
        foreach ((int cell, double hole) in task.Parameters.Index())
        {
            bool isEnd = cell == 0 || cell == task.Parameters.Length - 1;
            if (hole != 0 && (hole != 1 || isEnd))
            {
                string expected = isEnd ? "0, as start and goal are no holes" : "0 or 1";
                throw new ArgumentException($"{Name(cell)} of task {task.Index} must be {expected}; found {hole}.", nameof(task));
            }
        }

        FrozenLakeMap map = new(Options, task.Parameters.AsSpan());
        return map.HasPath
            ? map
            : throw new ArgumentException(
                $"Task {task.Index} must have a path without holes from cell 0 to cell {task.Parameters.Length - 1}; found none on the map "
                    + $"{map}.",
                nameof(task));
    }
}
