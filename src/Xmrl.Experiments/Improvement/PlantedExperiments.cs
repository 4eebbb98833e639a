using Xmrl.Experiments.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>The drone experiment with a planted truth: it is known which training tasks the explanation must find.</summary>
public static class PlantedExperiments
{
    /// <summary>Name of the experiment with a rare region.</summary>
    public const string RareName = "drone-rare";

    /// <summary>Name of the experiment with corrupted rewards.</summary>
    public const string CorruptedName = "drone-corrupted";

    private static readonly ImproveConfiguration s_base = new()
    {
        Tasks = new TaskSettings { Validation = 40 },
        Poor = new PoorSettings { Count = 8 },
        Explain = new ExplainSettings { CriticalTasks = 4, Iterations = 30 },
    };

    /// <summary>4 of 50 training tasks have their goal straight behind an obstacle that leaves a narrow way on the right.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateRare() => new(
        RareName,
        "The drone with 4 of 50 training tasks with the goal behind an obstacle on the right, among many others without: are these the critical ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.RareRegion, PlantedCount = 4, PlantedRegion = [4, 6.5, 8, 11, 3, 4] } },
        DroneExperiment.Quick);

    /// <summary>10 of 50 training tasks pay, after adaptation, the negative of their rewards.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateCorrupted() => new(
        CorruptedName,
        "The drone with wrong rewards after adaptation in 10 of 50 training tasks: are these the harmful ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.CorruptedRewards, PlantedCount = 10 } },
        DroneExperiment.Quick);
}
