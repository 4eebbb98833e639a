using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Doors;

/// <summary><c>Doors-v1</c>: behind one of ten doors is a prize. An episode opens a door, or pays to be told the right one, when it is too
/// late to open it: what is learned is worth something in the next episode alone.</summary>
/// <remarks>Ours, a test of credit across the episodes of a trial. In two episodes, peeking first and opening then returns 0.9; without
/// peeking 0.3 is possible, a tenth in the first episode and two in the second. A learner that credits an action with its own episode alone
/// never peeks.</remarks>
internal sealed class DoorsFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>The id of this environment.</summary>
    public const string Id = "Doors-v1";

    /// <summary>Number of doors: actions 0 … 9 open one.</summary>
    public const int Doors = 10;

    /// <summary>The action that peeks.</summary>
    public const int Peek = Doors;

    /// <summary>What peeking costs.</summary>
    public const double PeekCost = 0.1;

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; } = new()
    {
        Id = Id,
        RewardVersion = $"prize − {PeekCost} for peeking",
        ObservationSize = Doors + 1,
        ActionSize = 1,
        ActionChoices = Doors + 1,
        Horizon = 2,
        TaskParameterNames = ["door"],
        TaskParameterRanges = [new(0, Doors - 1)],
        ObservationCentre = [.. new double[Doors + 1]],
        ObservationScale = [.. Enumerable.Repeat(1.0, Doors + 1)],
        HasSuccess = false,
        ScoreName = "return",
    };

    /// <summary>Draws a task: every door has the prize with equal probability.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new MdpTask { EnvironmentId = Id, Index = index, Parameters = [key.Derive((ulong)index).Integer(0, Doors)] };
    }

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Validate(task);
        return new BatchAdapter(Spec, task, copies, static own => new DoorsEnvironment((int)own.Parameters[0]));
    }

    /// <summary>1 where the prizes are behind different doors, else 0.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Validate(first);
        Validate(second);
        return first.Parameters[0] == second.Parameters[0] ? 0 : 1;
    }

    /// <summary>The doors side by side, and beside them the peek.</summary>
    public Scene Scene => DoorsScene.Scene;

    /// <summary>The door with the prize.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Validate(task);
        return DoorsScene.Marks(task);
    }

    /// <summary>What was chosen.</summary>
    /// <param name="task">A valid task.</param>
    /// <param name="episode">One episode of it.</param>
    public SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        Validate(task);
        return DoorsScene.Trace(task, episode);
    }

    private void Validate(MdpTask task)
    {
        Spec.Validate(task);
        if (task.Parameters[0] != Math.Floor(task.Parameters[0]))
        {
            throw new ArgumentException(
                $"door of task {task.Index} must be a whole number, 0 … {Doors - 1}; found {task.Parameters[0]}.", nameof(task));
        }
    }
}
