using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Navigation2D;

/// <summary><c>Navigation2D-v1</c>: a point starts at the origin and moves to a goal that it cannot see, uniform in [−0.5, 0.5]². Episodes
/// never terminate; in <c>Navigation2DSquare-v1</c> they end at the goal.</summary>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah, Georgiev, Mokhtari and Ozdaglar (2021), §5 and Appendix H.</seealso>
public sealed class Navigation2DFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>The id of this environment.</summary>
    public const string Id = "Navigation2D-v1";

    /// <summary>The id with <see cref="Navigation2DOptions.Square"/>, and of every variant with walls, an end at the goal or another unit
    /// of actions: results are not comparable.</summary>
    public const string SquareId = "Navigation2DSquare-v1";

    /// <summary>The id with <see cref="Navigation2DOptions.Walled"/>: goals to the right of a wall cannot be reached.</summary>
    internal const string WalledId = "Navigation2DWalled-v1";

    /// <summary>Builds the family.</summary>
    /// <param name="options">Constants; null for the defaults.</param>
    public Navigation2DFamily(Navigation2DOptions? options = null)
    {
        Options = options ?? new Navigation2DOptions();
        Spec = new EnvironmentSpec
        {
            Id = double.IsFinite(Options.ClosedFrom) ? WalledId
                : double.IsFinite(Options.Wall) || Options.Reach > 0 || Options.ActionUnit != 1 ? SquareId : Id,
            RewardVersion = Options.Reward == Navigation2DReward.NegativeDistance ? "negative distance" : "negative squared distance",
            ObservationSize = 2,
            ActionSize = 2,
            Horizon = Options.Horizon,
            TaskParameterNames = ["goalX", "goalY"],
            TaskParameterRanges = [new(-0.5, 0.5), new(-0.5, 0.5)],
            ObservationCentre = [0, 0],
            ObservationScale = [1, 1],
            HasSuccess = false,
            ScoreName = "return",
        };
    }

    /// <summary>The constants.</summary>
    public Navigation2DOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Spec.Validate(task);
        return new Navigation2DEnvironment(this, task, copies);
    }

    /// <summary>Distance between the goals.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        return double.Hypot(first.Parameters[0] - second.Parameters[0], first.Parameters[1] - second.Parameters[1]);
    }

    /// <summary>The plane with the start, and the walls where there are some.</summary>
    public Scene Scene => Navigation2DScene.Of(Options);

    /// <summary>The goal.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Spec.Validate(task);
        return Navigation2DScene.Marks(Options, task);
    }
}
