using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary><c>BernoulliBandit-v1</c>: k arms, each of which pays 1 with a success rate of its own and 0 otherwise. The observation is
/// constant; an episode is a number of pulls.</summary>
/// <remarks>The success rates are the task; they are independent and uniform in [0, 1]. The source names the environment without giving
/// their distribution.</remarks>
/// <seealso href="https://arxiv.org/abs/1611.02779">Duan et al. (2016), §3.1.</seealso>
public sealed class BernoulliBanditFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>The id of this environment.</summary>
    public const string Id = "BernoulliBandit-v1";

    /// <summary>Builds the family.</summary>
    /// <param name="options">Constants; null for the defaults.</param>
    public BernoulliBanditFamily(BernoulliBanditOptions? options = null)
        : this(options ?? new BernoulliBanditOptions(), Id)
    {
    }

    private BernoulliBanditFamily(BernoulliBanditOptions options, string id)
    {
        Options = options;
        Spec = new EnvironmentSpec
        {
            Id = id,
            RewardVersion = "success",
            ObservationSize = 1,
            ActionSize = 1,
            ActionChoices = Options.Arms,
            Horizon = Options.Pulls,
            TaskParameterNames = [.. Enumerable.Range(0, Options.Arms).Select(arm => $"rate{arm}")],
            TaskParameterRanges = [.. Enumerable.Repeat(new ParameterRange(0, 1), Options.Arms)],
            ObservationCentre = [0],
            ObservationScale = [1],
            ScoreName = "return",
        };
    }

    /// <summary>The arms and pulls that are registered beside those of <see cref="Id"/>: the sizes of the source that are cheap.</summary>
    internal static ImmutableArray<(int Arms, int Pulls)> Sizes { get; } = [(2, 10), (5, 10), (5, 100), (10, 100)];

    /// <summary>The constants.</summary>
    public BernoulliBanditOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <summary>The id of so many arms and pulls, such as <c>BernoulliBandit5x10-v1</c>.</summary>
    internal static string IdOf(int arms, int pulls) => $"BernoulliBandit{arms}x{pulls}-v1";

    /// <summary>The family of so many arms and pulls under an id of its own.</summary>
    internal static BernoulliBanditFamily OfSize(int arms, int pulls)
        => new(new BernoulliBanditOptions { Arms = arms, Pulls = pulls }, IdOf(arms, pulls));

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => new BatchAdapter(Spec, task, copies, own => new Bandit(own));

    /// <summary>Euclidean distance of the success rates.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        return Math.Sqrt(first.Parameters.Zip(second.Parameters, (x, y) => (x - y) * (x - y)).Sum());
    }

    /// <summary>The arms side by side.</summary>
    public Scene Scene => BernoulliBanditScene.Of(Options);

    /// <summary>The success rates of the arms.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Spec.Validate(task);
        return BernoulliBanditScene.Marks(task);
    }

    /// <summary>How often each arm was pulled.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Spec.Validate(task);
        return BernoulliBanditScene.Trace(task, episode);
    }

    private sealed class Bandit(MdpTask task) : ISingleEnvironment
    {
        private RandomKey _key;
        private ulong _pull;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            _key = key.Derive(RandomPurpose.Dynamics);
            _pull = 0;
            observation[0] = 1;
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            Real arm = action[0];
            if (!(arm >= 0 && arm < task.Parameters.Length && arm == Math.Floor(arm)))
            {
                throw new ArgumentException($"The action must be an arm, 0 … {task.Parameters.Length - 1}; found {arm}.", nameof(action));
            }

            observation[0] = 1;
            return new SingleStep(_key.Uniform(_pull++) < task.Parameters[(int)arm] ? 1 : 0);
        }
    }
}
