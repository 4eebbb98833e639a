using Xmrl.Experiments.Definitions;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Learning;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>The conditions on robots, in full and in short.</summary>
internal static class RobotScale
{
    /// <summary>Outer steps of a condition on directions (robustness, Figure 2: the middle of its curve).</summary>
    public const int DirectionOuterSteps = 55_000;

    /// <summary>Outer steps of a condition on arcs; the study has 20,000.</summary>
    public const int ArcOuterSteps = 5000;

    private const int OuterStepsPerIteration = 100;
    private const int Rounds = 10;
    private const int QuickUnits = 32;
    private const double QuickRate = 1e-3;

    /// <summary>Two directions of HalfCheetah, by soft actor-critics.</summary>
    public static StoredConfiguration Direction { get; } = Of(Robot.HalfCheetah, Goal.Direction, DirectionOuterSteps, 2) with
    {
        Collector = CollectorName.SoftActorCritic,
        Training = 2,
        Test = 2,
        TrainingSteps = 500_000,
        TestSteps = 200_000,
    };

    /// <summary>The same in short: untrained data, which decides nothing.</summary>
    public static StoredConfiguration QuickDirection { get; } = Short(Direction) with { TrainingSteps = 4000, TestSteps = 2000 };

    /// <summary>Ants that run along an angle of an arc, by trust-region steps.</summary>
    /// <param name="degrees">The arc.</param>
    public static StoredConfiguration Arc(int degrees) => Of(Robot.Ant, Goal.Angle, ArcOuterSteps, 5) with
    {
        Collector = CollectorName.TrustRegion,
        Training = 6,
        Sector = degrees,
        Test = 8,
        TrainingSteps = 100_000,
        TestSteps = 50_000,
    };

    /// <summary>The same in short.</summary>
    /// <param name="degrees">The arc.</param>
    public static StoredConfiguration QuickArc(int degrees)
        => Short(Arc(degrees)) with { Test = 4, TrainingSteps = 2000, TestSteps = 1000 };

    private static StoredConfiguration Of(Robot robot, Goal goal, int outerSteps, int tasksPerStep)
    {
        var family = new LocomotionFamily(robot, goal);
        return new StoredConfiguration
        {
            Environment = family.Spec.Id,
            OwnEpisodes = 2,
            ScoredEpisodes = 10,
            OnlineRounds = Rounds,
            Policy = LocomotionExperiments.Configuration(family).Policy,
            Meta = new MetaSettings
            {
                Learner = new Macaw { TasksPerOuterStep = tasksPerStep, OuterStepsPerIteration = OuterStepsPerIteration },
                Iterations = outerSteps / OuterStepsPerIteration,
                TasksPerIteration = tasksPerStep,
                Validations = 20,
            },
        };
    }

    private static StoredConfiguration Short(StoredConfiguration full) => full with
    {
        ScoredEpisodes = 1,
        OnlineRounds = 2,
        Meta = full.Meta with
        {
            Learner = new Macaw
            {
                TasksPerOuterStep = full.Macaw.TasksPerOuterStep,
                OuterStepsPerIteration = 20,
                HiddenLayers = 2,
                HiddenUnits = QuickUnits,
                Rows = 64,
                PolicyRate = QuickRate,
                ValueRate = QuickRate,
                RawRate = 10 * QuickRate,
            },
            Iterations = 4,
            Validations = 4,
        },
    };
}
