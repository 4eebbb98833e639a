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
        Meta = DroneExperiment.Configuration.Meta with { Iterations = 150 },
        Explain = DroneExperiment.Configuration.Explain with { CriticalTasks = 4, Iterations = 20, GradientLimit = 1 },
        Retrain = DroneExperiment.Configuration.Retrain with
        {
            Methods =
            [
                ImprovementMethod.Xmrl, ImprovementMethod.DoubleWeight, ImprovementMethod.XmrlWeighted, ImprovementMethod.XmrlPoor,
                ImprovementMethod.Continued, ImprovementMethod.RandomCritical, ImprovementMethod.RandomAdded,
            ],
        },
    };

    /// <summary>4 of 50 training tasks have their goal on the left and the obstacle on the right, where it blocks the straight way; of the validation and test tasks an eighth do.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateRare() => new(
        RareName,
        "The drone with 4 of 50 training tasks in a region, goal left and obstacle right, that holds an eighth of the others: are these the critical ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.RareRegion, PlantedCount = 4, PlantedRegion = [0.5, 4, 8, 11, 3, 4] } },
        DroneExperiment.Quick);

    /// <summary>10 of 50 training tasks have their goal on the left, and pay, once the policy has adapted, for a goal on the right.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateCorrupted() => new(
        CorruptedName,
        "The drone with the rewards of a wrong goal after adaptation in 10 of 50 training tasks: are these the harmful ones?",
        s_base with { Tasks = s_base.Tasks with { Planted = PlantedTruth.CorruptedRewards, PlantedCount = 10, PlantedRegion = [0.5, 4, 8, 11, 0, 2.5] }, Poor = s_base.Poor with { Count = 100, Below = null } },
        DroneExperiment.Quick);
}
