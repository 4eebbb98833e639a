using Xmrl.Environments.BernoulliBandit;
using Xmrl.Experiments.Definitions;
using Xmrl.Offline.Learning;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>The two lengths of a condition: in full, and one of a second that shows that everything works.</summary>
internal static class BanditScale
{
    /// <summary>Stored steps of all training tasks together. 12 × 5,000 (robustness, Figure 3).</summary>
    public const int StoredSteps = 60_000;

    private const int QuickStoredSteps = 9000;
    private const double QuickRate = 3e-3;
    private const int OnlineIterations = 3;
    private const int OnlineRounds = 2;
    private const int TasksPerStep = 5;

    /// <summary>A condition in full.</summary>
    /// <param name="tasks">Training tasks, which share <see cref="StoredSteps"/>.</param>
    /// <param name="hasRounds">Whether MACAW trains online too.</param>
    public static StoredConfiguration Full(int tasks, bool hasRounds) => new()
    {
        Training = tasks,
        TrainingSteps = StoredSteps / tasks,
        OnlineRounds = hasRounds ? OnlineRounds : 0,
        Policy = BanditExperiment.Configuration.Policy,
        Meta = new MetaSettings
        {
            Learner = new Macaw { TasksPerOuterStep = TasksPerStep, OuterStepsPerIteration = 50 },
            Iterations = 20,
            TasksPerIteration = tasks,
            Validations = 20,
        },
        Online = Online,
    };

    /// <summary>A condition in short, on bandits of 100 pulls.</summary>
    /// <param name="tasks">Training tasks.</param>
    /// <param name="hasRounds">Whether MACAW trains online too.</param>
    public static StoredConfiguration Quick(int tasks, bool hasRounds) => Full(tasks, hasRounds) with
    {
        Environment = BernoulliBanditFamily.IdOf(10, 100),
        Test = 6,
        TrainingSteps = QuickStoredSteps / tasks,
        TestSteps = 500,
        Meta = new MetaSettings
        {
            Learner = new Macaw
            {
                TasksPerOuterStep = TasksPerStep,
                OuterStepsPerIteration = 25,
                HiddenLayers = 2,
                HiddenUnits = 32,
                Rows = 64,
                PolicyRate = QuickRate,
                ValueRate = QuickRate,
                RawRate = 10 * QuickRate,
            },
            Iterations = 8,
            TasksPerIteration = tasks,
            Validations = 8,
        },
    };

    /// <summary>MAML of the experiment bandit for 3 iterations of 5 tasks with 2 + 2 episodes: as many steps as are stored in
    /// full.</summary>
    private static MetaSettings Online => BanditExperiment.Configuration.Meta with
    {
        Iterations = OnlineIterations,
        TasksPerIteration = TasksPerStep,
        Validations = 1,
    };
}
