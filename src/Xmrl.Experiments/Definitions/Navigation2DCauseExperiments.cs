using System.Collections.Immutable;
using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Navigation in the plane with a planted cause of failure, and without any.</summary>
/// <remarks>Ours. <c>tasks.planted</c> says the cause. Measured in docs/algorithms/planted.md. With tanh and a small last layer trainings
/// are steadier than those of <see cref="Navigation2DExperiment"/>; mean actions score, so that a return says where the point ends.
/// Goals in the corners of the plane are left out, where well-trained policies fail too.</remarks>
internal static class Navigation2DCauseExperiments
{
    /// <summary>Nothing is planted and nothing fails.</summary>
    public const string HealthyName = "navigation2d-healthy";

    /// <summary>A kind with few training tasks.</summary>
    public const string RareName = "navigation2d-rare";

    /// <summary>Training tasks that pay for a wrong goal.</summary>
    public const string CorruptedName = "navigation2d-corrupted";

    /// <summary>A quarter of the iterations that suffice.</summary>
    public const string UndertrainedName = "navigation2d-undertrained";

    /// <summary>One adaptation trajectory where twenty suffice.</summary>
    public const string NoisyName = "navigation2d-noisy";

    /// <summary>Two kinds that conflict, in eight units.</summary>
    public const string InterferenceName = "navigation2d-interference";

    /// <summary>Goals behind a wall.</summary>
    public const string WalledName = "navigation2d-walled";

    /// <summary>Return below which a point does not arrive: it stays 0.26 away from the goal for 100 steps.</summary>
    private const double Arrives = -7;

    /// <summary>The same for a policy that moves by short steps: it stays 0.35 away.</summary>
    private const double ArrivesNearby = -12;

    /// <summary>Without the small steps of <see cref="s_healthy"/>, by which a quarter of the iterations does not suffice.</summary>
    private static readonly ImproveConfiguration s_base = Navigation2DExperiment.Configuration with
    {
        Tasks = new TaskSettings { Training = 50, Validation = 100, Test = 100, CommonRegion = [-0.4, 0.4, -0.4, 0.4] },
        Policy = Navigation2DExperiment.Configuration.Policy with
        {
            HiddenSizes = [64, 64],
            Activation = Activation.Tanh,
            OutputGain = 0.1,
        },
        Meta = Navigation2DExperiment.Configuration.Meta with
        {
            Iterations = 150,
            Validations = 10,
        },
        Poor = new PoorSettings { Count = 15, Below = Arrives },
        Explain = Navigation2DExperiment.Configuration.Explain with { Iterations = 20 },
        Scoring = Navigation2DExperiment.Configuration.Scoring with { Actions = ActionKind.Mean },
    };

    private static readonly ImproveConfiguration s_healthy = s_base with
    {
        Meta = s_base.Meta with
        {
            Learner = (Maml)s_base.Meta.Learner with { Outer = new() { Schedule = new() { OuterStepSize = 2e-4, FinalStepShare = 1 } } },
        },
    };

    private static readonly ImproveConfiguration s_rare = s_base with
    {
        Tasks = s_base.Tasks with
        {
            Planted = PlantedTruth.RareRegion,
            PlantedCount = 1,
            PlantedRegion = [-0.4, -0.2, -0.4, 0.4],
            CommonRegion = [0.1, 0.4, -0.4, 0.4],
        },
    };

    private static readonly ImproveConfiguration s_corrupted = s_base with
    {
        Tasks = s_base.Tasks with { Planted = PlantedTruth.CorruptedRewards, PlantedCount = 20, PlantedRegion = [-0.5, -0.1] },
    };

    private static readonly ImproveConfiguration s_undertrained = s_healthy with
    {
        Tasks = s_healthy.Tasks with { Planted = PlantedTruth.Undertrained },
        Meta = s_healthy.Meta with { Iterations = s_healthy.Meta.Iterations / 4 },
    };

    private static readonly ImproveConfiguration s_noisy = s_healthy with
    {
        Tasks = s_healthy.Tasks with { Planted = PlantedTruth.NoisyAdaptation },
        Scoring = s_healthy.Scoring with { AdaptationTrajectories = 1 },
    };

    /// <summary>Goals in opposite corners of the plane. An inner step of 0.003 moves a policy of eight units from the goals of one corner
    /// to one another, not to the opposite corner; its gradient there points the other way. A larger network moves further by the same
    /// step.</summary>
    private static readonly ImproveConfiguration s_interference = s_base with
    {
        Tasks = s_base.Tasks with
        {
            Planted = PlantedTruth.Interference,
            PlantedCount = 12,
            PlantedRegion = [-0.45, -0.3, -0.45, -0.3],
            CommonRegion = [0.3, 0.45, 0.3, 0.45],
        },
        Policy = s_base.Policy with { HiddenSizes = [8] },
        Meta = s_base.Meta with
        {
            Learner = (Maml)s_base.Meta.Learner with { Inner = new() { InnerStepSize = 0.003 } },
            Iterations = 2 * s_base.Meta.Iterations,
        },
        Poor = s_base.Poor with { Below = ArrivesNearby },
    };

    /// <summary>Returns of goals behind the wall are below −9 wherever the point stays. First steps must not press it against the wall,
    /// from where nothing is learned: hence a last layer of almost nothing.</summary>
    private static readonly ImproveConfiguration s_walled = s_base with
    {
        Environment = Navigation2DFamily.WalledId,
        Policy = s_base.Policy with { OutputGain = 0.01 },
        Tasks = s_base.Tasks with
        {
            Planted = PlantedTruth.OutOfReach,
            PlantedCount = 10,
            PlantedRegion = [0.45, 0.5],
            CommonRegion = [-0.4, 0.05, -0.4, 0.4],
        },
    };

    private static readonly ImmutableArray<string> s_quick =
    [
        "tasks.validation=40",
        "tasks.test=20",
        "confirm.tasks=20",
        "meta.iterations=20",
        "explain.iterations=3",
        "augment.iterations=3",
        "retrain.iterations=4",
        "scoring.repeats=1",
    ];

    /// <summary>The experiments for a list.</summary>
    /// <returns>One per cause.</returns>
    public static IEnumerable<ListedExperiment> Listed() =>
    [
        Listed(HealthyName, "Navigation in the plane, trained until nothing fails", s_healthy),
        Listed(RareName, "Navigation in the plane with 1 of 50 training goals on the left, where half of the others lie", s_rare),
        Listed(CorruptedName, "Navigation with the rewards of a wrong goal after adaptation in 20 of 50 training tasks", s_corrupted),
        Listed(UndertrainedName, "navigation2d-healthy with a quarter of the iterations", s_undertrained),
        Listed(NoisyName, "navigation2d-healthy, adapted to 1 trajectory instead of 20", s_noisy),
        Listed(
            InterferenceName,
            "Goals in two opposite corners, whose first moves conflict, in 8 units with short inner steps",
            s_interference),
        Listed(WalledName, "Half of the new goals behind a wall: Navigation2DWalled-v1", s_walled),
    ];

    private static ListedExperiment Listed(string name, string summary, ImproveConfiguration configuration)
        => new(name, $"{summary}.", () => new ImprovementRunner(name, $"{summary}.", configuration, s_quick)
        {
            Compared = DroneExperiment.Compared,
        });
}
