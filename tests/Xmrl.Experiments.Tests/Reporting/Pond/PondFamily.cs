using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Experiments.Tests.Reporting.Pond;

/// <summary>An environment with its picture in one folder, which nothing in the product names: a duck swims towards bread.</summary>
/// <param name="isDry">Whether building a copy throws, as where an environment is gone.</param>
internal sealed class PondFamily(bool isDry = false) : IEnvironmentFamily, ITaskScene
{
    public const string Id = "Pond-v1";
    public const double Radius = 0.25;
    private const string Water = "water";

    public EnvironmentSpec Spec { get; } = new()
    {
        Id = Id,
        RewardVersion = "negative distance",
        ScoreName = "return",
        ObservationSize = 3,
        ActionSize = 2,
        Horizon = 5,
        TaskParameterNames = ["breadX", "breadY"],
        TaskParameterRanges = [new(-1, 1), new(-1, 1)],
        ObservationCentre = [0, 0, 0],
        ObservationScale = [1, 1, 1],
    };

    public Scene Scene => new()
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Water,
                Title = "The pond",
                X = new SceneAxis("east", "m", -2, 2),
                Y = new SceneAxis("north", "m", -2, 2),
                Position = (1, 2),
            },
        ],
        Maps = [new TaskMap("Where the bread floats", "breadX", "breadY", "m")],
    };

    public IReadOnlyList<SceneMark> Marks(MdpTask task) =>
    [
        new SceneMark
        {
            Picture = Water,
            Shape = SceneShape.Disc,
            Role = SceneRole.Goal,
            Label = "bread",
            Points = [new(task.Parameters[0], task.Parameters[1])],
            Radius = Radius,
        },
    ];

    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    public IEnvironment Create(MdpTask task, int copies)
        => isDry ? throw new InvalidOperationException("The pond is dry.") : new BatchAdapter(Spec, task, copies, own => new Duck(own));

    public double? Distance(MdpTask first, MdpTask second) => null;

    private sealed class Duck(MdpTask task) : ISingleEnvironment
    {
        private Real _x;
        private Real _y;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            (_x, _y) = (0, 0);
            Observe(observation);
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            _x += Math.Clamp(action[0], -1, 1) / 5;
            _y += Math.Clamp(action[1], -1, 1) / 5;
            Observe(observation);
            return new SingleStep(-(Real)double.Hypot(_x - task.Parameters[0], _y - task.Parameters[1]));
        }

        private void Observe(Span<Real> observation) => (observation[0], observation[1], observation[2]) = (1, _x, _y);
    }
}
