using Xmrl.Environments.Drone;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>The drone with a planted cause of failure, beside the rare region and the corrupted rewards of
/// <see cref="PlantedExperiments"/>, and the drone without any.</summary>
/// <remarks>Ours. <c>tasks.planted</c> says the cause. Measured in docs/algorithms/planted.md.</remarks>
internal static class DroneCauseExperiments
{
    /// <summary>Nothing is planted and nothing fails.</summary>
    public const string HealthyName = "drone-healthy";

    /// <summary>A twelfth of the iterations that suffice.</summary>
    public const string UndertrainedName = "drone-undertrained";

    /// <summary>One adaptation trajectory where twenty suffice.</summary>
    public const string NoisyName = "drone-noisy";

    /// <summary>Two kinds that conflict, in eight units.</summary>
    public const string InterferenceName = "drone-interference";

    /// <summary>Goals in a closed chamber.</summary>
    public const string WalledName = "drone-walled";

    /// <summary>Iterations after which small steps have brought what they bring.</summary>
    private const int SufficientIterations = 120;

    private const string HealthySummary = "The drone with obstacles on the left alone, trained until nothing fails";
    private const string UndertrainedSummary = "drone-healthy with small steps and a twelfth of the iterations that these need";
    private const string NoisySummary = "drone-healthy, adapted to 1 trajectory instead of 20, and to succeed in 9 of 10 episodes";
    private const string InterferenceSummary =
        "The drone with goals on the left and obstacles far left or far right, whose first moves conflict, in 8 units";

    private const string WalledSummary = "The drone with half of its goals in a closed chamber: DroneWalled-v1";

    private static readonly ImproveConfiguration s_healthy = DroneExperiment.Configuration with
    {
        Tasks = DroneExperiment.Configuration.Tasks with { CommonRegion = [0.5, 7.5, 8, 11, 0, 2] },
        Meta = DroneExperiment.Configuration.Meta with { Iterations = 200 },
    };

    /// <summary>With steps so small that 120 iterations are needed; with the drone's own 50 suffice.</summary>
    private static readonly ImproveConfiguration s_undertrained = s_healthy with
    {
        Tasks = s_healthy.Tasks with { Planted = PlantedTruth.Undertrained },
        Meta = s_healthy.Meta with
        {
            Learner = new Maml { Outer = new() { Schedule = new() { OuterStepSize = 0.0003 } } },
            Iterations = SufficientIterations / 12,
        },
    };

    private static readonly ImproveConfiguration s_noisy = s_healthy with
    {
        Tasks = s_healthy.Tasks with { Planted = PlantedTruth.NoisyAdaptation },
        Scoring = s_healthy.Scoring with { AdaptationTrajectories = 1 },
        Poor = s_healthy.Poor with { Below = 0.9 },
    };

    /// <summary>With the obstacle on the left the drone may turn to its goal at once, which ends in the obstacle where that lies on the
    /// right.</summary>
    private static readonly ImproveConfiguration s_interference = DroneExperiment.Configuration with
    {
        Tasks = DroneExperiment.Configuration.Tasks with
        {
            Planted = PlantedTruth.Interference,
            PlantedCount = 12,
            PlantedRegion = [0.5, 3, 8, 11, 3, 4],
            CommonRegion = [0.5, 3, 8, 11, 0, 1],
        },
        Policy = DroneExperiment.Configuration.Policy with { HiddenSizes = [8] },
        Meta = DroneExperiment.Configuration.Meta with { Iterations = 400 },
    };

    /// <summary>The goals of the region lie in the chamber of <c>DroneWalled-v1</c> with their whole square, those of the others far from
    /// it.</summary>
    private static readonly ImproveConfiguration s_walled = s_healthy with
    {
        Environment = DroneFamily.WalledId,
        Tasks = s_healthy.Tasks with
        {
            Planted = PlantedTruth.OutOfReach,
            PlantedCount = 25,
            PlantedRegion = [0.5, 1.9],
            CommonRegion = [4, 7.5, 8, 11, 0, 2],
        },
    };

    /// <summary>The experiments for a list.</summary>
    /// <returns>One per cause.</returns>
    public static IEnumerable<ListedExperiment> Listed() =>
    [
        Listed(HealthyName, HealthySummary, s_healthy, "meta.iterations=60"),
        Listed(UndertrainedName, UndertrainedSummary, s_undertrained, "meta.iterations=10"),
        Listed(NoisyName, NoisySummary, s_noisy, "meta.iterations=60"),
        Listed(InterferenceName, InterferenceSummary, s_interference, "meta.iterations=60"),
        Listed(WalledName, WalledSummary, s_walled, "meta.iterations=60"),
    ];

    private static ListedExperiment Listed(string name, string summary, ImproveConfiguration configuration, string quick)
        => new(name, $"{summary}.", () => new ImprovementRunner(name, $"{summary}.", configuration, [.. DroneExperiment.Quick, quick])
        {
            Compared = DroneExperiment.Compared,
        });
}
