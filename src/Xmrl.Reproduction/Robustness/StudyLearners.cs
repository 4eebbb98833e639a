using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;
using Xmrl.Trials.Advantages;

namespace Xmrl.Reproduction.Robustness;

/// <summary>The study's learners with the settings that it ran them with, at a scale.</summary>
/// <remarks>MAML-PPO is <see cref="ProMp"/>: the study lists a weight of the divergence of the policies before adaptation beside its
/// five clipped epochs, which MAML with epochs alone does not have.</remarks>
internal static class StudyLearners
{
    /// <summary>Tasks of PEARL where the other learners draw new ones in every iteration.</summary>
    public const int PearlTasks = 150;

    private const int GoalBatch = 10;
    private const double QuickStepSize = 3e-3;

    /// <summary>Networks at quick scale.</summary>
    private const int QuickUnits = 32;

    /// <summary>Networks at desk scale.</summary>
    private const int DeskUnits = 128;

    /// <summary>The configuration of a learner where the study varies nothing.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="problem">The problem at full scale.</param>
    /// <param name="scale">The scale.</param>
    /// <returns>The configuration; every task of its own where the study draws densely.</returns>
    public static StudyConfiguration Configuration(StudyLearner learner, StudyProblem problem, ReproductionScale scale)
    {
        StudySizes sizes = StudySizes.Of(scale);
        StudyProblem used = problem.At(scale);
        bool isQuick = scale == ReproductionScale.Quick;
        bool isPearl = learner == StudyLearner.Pearl;
        bool isRl2 = learner == StudyLearner.Rl2;

        // Two tasks alone leave the score to chance, unless each has many trajectories.
        bool hasFew = used == StudyProblem.Direction;
        return new StudyConfiguration
        {
            Environment = used.Environment,
            Tasks = new StudyTaskSettings
            {
                Training = !isPearl ? 0 : hasFew ? 2 : PearlTasks,
                Test = used.Tests,
            },
            Policy = new PolicySettings
            {
                HiddenSizes = isRl2 ? [] : isQuick ? [QuickUnits, QuickUnits] : [64, 64],
                Activation = Activation.Tanh,
                InitialLogStd = isQuick ? -0.7 : 0,
                LearnLogStd = true,
            },
            Meta = new MetaSettings
            {
                Learner = isPearl ? Pearl(problem, scale) : isRl2 ? Rl2(scale) : Maml(learner, scale),
                Iterations = sizes.Iterations(learner, problem),
                TasksPerIteration = isPearl ? PearlTasks : isRl2 ? 100 : 40,
                Validations = sizes.Evaluations,
                OnCollapse = CollapseRule.KeepLast,
            },
            Scoring = new StudyScoring
            {
                AdaptationTrajectories = isPearl || isRl2 ? 1 : 20,
                SampledTrajectories = isPearl ? (hasFew ? 5 : 1) : hasFew || (isQuick && !isRl2) ? 20 : 5,
                MeanTrajectories = hasFew ? 5 : 1,
                CurveSteps = isPearl || isRl2 ? 4 : 3,
            },
        };
    }

    /// <summary>A configuration with another meta-batch.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="batch">Tasks of an iteration, or of a gradient step of PEARL.</param>
    /// <param name="iterations">Iterations.</param>
    public static StudyConfiguration WithBatch(StudyConfiguration configuration, int batch, int iterations) => configuration with
    {
        Meta = configuration.Meta.Learner is Pearl pearl
            ? configuration.Meta with { Learner = pearl with { MetaBatch = batch }, Iterations = iterations }
            : configuration.Meta with { TasksPerIteration = batch, Iterations = iterations },
    };

    /// <summary>PEARL whose divergences are averaged over the meta-batch, with the weight that the sum has at the study's own
    /// batch.</summary>
    /// <param name="configuration">A configuration of PEARL.</param>
    public static StudyConfiguration WithMeanDivergence(StudyConfiguration configuration) => configuration with
    {
        Meta = configuration.Meta with
        {
            Learner = configuration.Meta.Learner is Pearl pearl
                ? pearl with { KlReduction = Trials.Context.KlReduction.Mean, KlWeight = GoalBatch * pearl.KlWeight }
                : throw new ArgumentException("Only PEARL has divergences of latents.", nameof(configuration)),
        },
    };

    private static Pearl Pearl(StudyProblem problem, ReproductionScale scale)
    {
        var soft = new SoftSettings();
        return scale switch
        {
            // Small enough for seconds; discount, scale of rewards and step size are what learns within few steps:
            // docs/algorithms/pearl.md.
            ReproductionScale.Quick => new Pearl
            {
                Soft = soft with
                {
                    Discount = 0.9,
                    RewardScale = 10,
                    StepSize = QuickStepSize,
                    NetworkLayers = 2,
                    NetworkUnits = QuickUnits,
                    BatchSize = 32,
                    GradientSteps = 100,
                    InitialSteps = 40,
                    ReplayCapacity = 10_000,
                },
                EncoderLayers = 2,
                EncoderUnits = QuickUnits,
                ContextSamples = 32,
                MetaBatch = GoalBatch,
                PriorSteps = 100,
                ExtraSteps = 100,
                ExplorationTrajectories = 2,
            },
            ReproductionScale.Desk => Whole(soft with
            {
                NetworkUnits = DeskUnits,
                BatchSize = 128,
                GradientSteps = 1000,
            }) with
            { EncoderUnits = DeskUnits },
            _ => Whole(soft with { GradientSteps = problem == StudyProblem.Direction ? 2000 : 4000 }),
        };

        Pearl Whole(SoftSettings whole) => problem == StudyProblem.Direction
            ? new Pearl
            {
                Soft = whole,
                ContextSamples = 256,
                MetaBatch = 4,
                PriorSteps = 1000,
                ExtraSteps = 1000,
                ExplorationTrajectories = 2,
            }
            : new Pearl
            {
                Soft = whole,
                ContextSamples = 256,
                MetaBatch = GoalBatch,
                KlWeight = 1,
                ExplorationTrajectories = 2,
            };
    }

    private static Rl2 Rl2(ReproductionScale scale) => new()
    {
        MemorySize = scale == ReproductionScale.Quick ? QuickUnits : 64,
        Trajectories = 2,
        Trials = new TrialSettings { Trajectories = 2, Credit = TrialCredit.Trajectory, ValuesMemory = false },
        Discount = 0.99,
        Trace = 1,
        Schedules = Constant(scale),
    };

    private static LearnerSettings Maml(StudyLearner learner, ReproductionScale scale)
    {
        var inner = new InnerStepSettings { InnerStepSize = scale == ReproductionScale.Quick ? 1 : 0.1 };
        var rollouts = new RolloutSettings
        {
            Trajectories = 20,
            Discount = 0.99,
            Trace = 1,
            InnerDiscount = 0.99,
            InnerTrace = 1,
            StandardizesOuter = true,
            Baseline = BaselineName.LinearTime,
        };
        return learner == StudyLearner.MamlPpo
            ? new ProMp
            {
                Inner = inner,
                Rollouts = rollouts,
                Steps = Constant(scale),
                Epochs = new EpochSettings { Count = 5, ClipRange = 0.5, Penalty = 1e-3, AdaptsPenalty = false },
            }
            : new Maml
            {
                Inner = inner,
                Rollouts = rollouts,
                Outer = new OuterStepSettings { OuterStep = OuterStepName.TrustRegion, MaximumDivergence = 0.01 },
            };
    }

    private static ScheduleSettings Constant(ReproductionScale scale)
        => new() { OuterStepSize = scale == ReproductionScale.Quick ? QuickStepSize : 1e-3, FinalStepShare = 1 };
}
