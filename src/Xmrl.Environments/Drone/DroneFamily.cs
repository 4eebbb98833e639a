using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Drone;

/// <summary><c>Drone-v1</c>: a point in a room flies to a square goal around one rectangular obstacle. The action is a heading; every step
/// has the same length.</summary>
/// <remarks>
/// Tasks: goal centre x ∈ (0.5, 7.5), y ∈ (8, 11); lower-left corner of the obstacle x ∈ (0, 4), y ∈ (4, 5), all uniform (xmrl.txt M.4).
/// See <see cref="DroneEnvironment"/> for the rules of a step.
/// </remarks>
public sealed class DroneFamily : IEnvironmentFamily, ITaskScene
{
    /// <summary>The id of this environment.</summary>
    public const string Id = "Drone-v1";

    /// <summary>The id with <see cref="DroneOptions.Walled"/>: goals at x &lt; 2.1 lie in a closed chamber, where nothing reaches them.
    /// Results are not comparable.</summary>
    internal const string WalledId = "DroneWalled-v1";

    /// <summary>Builds the family.</summary>
    /// <param name="options">Constants; null for the defaults.</param>
    /// <exception cref="ArgumentException">The start lies outside the room.</exception>
    public DroneFamily(DroneOptions? options = null)
    {
        Options = options ?? new DroneOptions();
        if (Options.StartX > Options.RoomWidth || Options.StartY > Options.RoomHeight)
        {
            throw new ArgumentException(
                $"The start must lie in the room [0, {Options.RoomWidth}] × [0, {Options.RoomHeight}]; found ({Options.StartX}, "
                    + $"{Options.StartY}).",
                nameof(options));
        }

        double halfWidth = Options.RoomWidth / 2;
        double halfHeight = Options.RoomHeight / 2;
        Spec = new EnvironmentSpec
        {
            Id = Options.Chamber is null ? Id : WalledId,
            RewardVersion = "distance shaping, goal, collision",
            ObservationSize = 2,
            ActionSize = 2,
            Horizon = Options.Horizon,
            TaskParameterNames = ["goalX", "goalY", "obstacleX", "obstacleY"],
            TaskParameterRanges = [new(0.5, 7.5), new(8, 11), new(0, 4), new(4, 5)],
            ObservationCentre = [halfWidth, halfHeight],
            ObservationScale = [1 / halfWidth, 1 / halfHeight],
            HasSuccess = true,
            ScoreName = "success rate",
        };
    }

    /// <summary>The constants.</summary>
    public DroneOptions Options { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Spec.Validate(task);
        return new DroneEnvironment(this, task, copies);
    }

    /// <summary>Distance between the goal centres, in metres: the distance in which the critical tasks of xmrl.txt, Figure 2, are said to
    /// be near. The obstacle has no part in it.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <exception cref="ArgumentException">One of them is not a valid task.</exception>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        return double.Hypot(first.Parameters[0] - second.Parameters[0], first.Parameters[1] - second.Parameters[1]);
    }

    /// <summary>The room with the start, seen from above.</summary>
    public Scene Scene => DroneScene.Of(this);

    /// <summary>Obstacle and goal.</summary>
    /// <param name="task">A valid task.</param>
    /// <exception cref="ArgumentException">It is not a valid task.</exception>
    public IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        Spec.Validate(task);
        return DroneScene.Marks(Options, task);
    }
}
