using Xmrl.Experiments.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>The drone experiment with a planted truth: it is known which training tasks the explanation must find.</summary>
public static class PlantedExperiments
{
    /// <summary>Name of the experiment with a rare region.</summary>
    public const string RareName = "drone-rare";

    /// <summary>Name of the experiment with corrupted rewards.</summary>
    public const string CorruptedName = "drone-corrupted";

    private static readonly ImproveConfiguration s_base = DroneExperiment.Configuration with
    {
        Explain = DroneExperiment.Configuration.Explain with { CriticalTasks = 4, Iterations = 30 },
        Retrain = DroneExperiment.Configuration.Retrain with
        {
            Methods =
            [
                ImprovementMethod.Xmrl, ImprovementMethod.DoubleWeight, ImprovementMethod.XmrlWeighted, ImprovementMethod.XmrlPoor,
                ImprovementMethod.Continued, ImprovementMethod.RandomCritical, ImprovementMethod.RandomAdded,
            ],
        },
    };

    /// <summary>4 of 50 training tasks lie in a quarter of the room that a quarter of the validation and test tasks come from.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateRare() => new(
        RareName,
        "The drone with 4 of 50 training tasks in a region that holds a quarter of the others: are these the critical ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.RareRegion, PlantedCount = 4 } },
        DroneExperiment.Quick);

    /// <summary>10 of 50 training tasks pay the negative of their rewards.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateCorrupted() => new(
        CorruptedName,
        "The drone with corrupted rewards in 10 of 50 training tasks: are these the harmful ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.CorruptedRewards, PlantedCount = 10 } },
        DroneExperiment.Quick);
}
