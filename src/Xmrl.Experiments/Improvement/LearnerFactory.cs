using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.MarketData;
using Xmrl.Experiments.Planted;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Information;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Registry;
using Xmrl.Rl.Environments.Stock;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Experiments.Improvement;

/// <summary>Builds what settings name.</summary>
public static class LearnerFactory
{
    /// <summary>The environments of an id.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">No environment has the id, or it needs MuJoCo, which cannot be used here.</exception>
    public static IEnvironmentFamily Family(string id)
    {
        EnvironmentRegistry registry = Environments();
        if (!registry.TryGet(id, out IEnvironmentFamily? family))
        {
            throw new ConfigurationException($"There is no environment {id}.{NearestName.Hint(id, [.. registry.Ids])}");
        }

        return family is LocomotionFamily && !MuJoCoEngine.Status.IsAvailable
            ? throw new ConfigurationException($"{id} needs MuJoCo: {MuJoCoEngine.Status.Sentence}")
            : family;
    }

    /// <summary>All environments that experiments can name: the managed ones and those of MuJoCo, whether or not its library is
    /// there.</summary>
    /// <returns>A new registry.</returns>
    public static EnvironmentRegistry Environments()
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        foreach (LocomotionFamily family in LocomotionFamily.All())
        {
            registry.Register(family);
        }

        return registry;
    }

    /// <summary>The environments of a configuration, with the corruption that it plants.</summary>
    /// <param name="configuration">Environment id and, for Stock-v1, market.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">No environment has the id, or the market's prices cannot be used.</exception>
    public static IEnvironmentFamily Family(ImproveConfiguration configuration)
    {
        IEnvironmentFamily family = configuration.Market is { } market ? MarketFactory.Family(market) : Family(configuration.Environment);
        return configuration.Tasks.Planted switch
        {
            PlantedTruth.CorruptedRewards => new CorruptedFamily(family),
            PlantedTruth.RareRegion => new EvenFamily(family, configuration.Tasks),
            _ => family,
        };
    }

    /// <summary>The policy.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="spec">The environment's sizes.</param>
    /// <returns>The policy.</returns>
    public static IPolicy Policy(PolicySettings settings, EnvironmentSpec spec) => spec.ActionChoices > 0
        ? new CategoricalMlpPolicy(CategoricalMlpShape.For(spec) with
        {
            HiddenSizes = settings.HiddenSizes,
            Activation = settings.Activation,
            ContextSize = settings.ContextSize,
            OutputGain = settings.OutputGain,
        })
        : new GaussianMlpPolicy(GaussianMlpShape.For(spec) with
        {
            HiddenSizes = settings.HiddenSizes,
            Activation = settings.Activation,
            ContextSize = settings.ContextSize,
            InitialLogStd = settings.InitialLogStd,
            LearnLogStd = settings.LearnLogStd,
            OutputGain = settings.OutputGain,
        });

    /// <summary>The learner.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="family">The environments.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="pool">Runs the work.</param>
    /// <param name="regularization">Quadratic terms; null for none.</param>
    /// <returns>The learner.</returns>
    public static MetaLearner Learner(
        MetaSettings settings, IEnvironmentFamily family, IPolicy policy, WorkPool pool, QuadraticRegularization? regularization = null)
    {
        var inner = new GaeOptions { Discount = settings.InnerDiscount, Lambda = settings.InnerTrace };
        var outer = new GaeOptions { Discount = settings.Discount, Lambda = settings.Trace };
        var options = new LearnerOptions
        {
            InnerStepSize = settings.Learner == LearnerName.Cavia ? 0 : settings.InnerStepSize,
            ContextStepSize = settings.ContextStepSize,
            ResetsContext = settings.Learner == LearnerName.Cavia,
            StepSizeLearning = settings.StepSizeLearning,
            Correction = settings.Learner is LearnerName.EMaml or LearnerName.SgMrl
                ? new SamplingCorrection
                {
                    SumsTrajectories = settings.Learner == LearnerName.SgMrl,
                    UsesBaseline = settings.CorrectionBaseline,
                }
                : null,
            Proximal = settings.Learner == LearnerName.IMaml
                ? new ProximalOptions
                {
                    Strength = settings.Proximal.Strength,
                    MaximumSteps = settings.Proximal.Steps,
                    Tolerance = settings.Proximal.Tolerance,
                    SolverSteps = settings.Proximal.SolverSteps,
                }
                : null,
            Regularization = regularization,
            RatioSurrogate = settings.EffectiveOuterStep == OuterStepName.Epochs
                ? new Clipped(settings.Epochs.ClipRange)
                : new ImportanceRatio(),
            InnerSteps = settings.InnerSteps,
            Trajectories = settings.Trajectories,
            GradientOrder = settings.EffectiveOrder,
            InnerSurrogate = Surrogate(settings.EffectiveInnerSurrogate),
            OuterSurrogate = Surrogate(settings.OuterSurrogate),
            InnerBatch = new BatchOptions { Gae = inner, Scaling = AdvantageScaling.Standardized, Reduction = SampleReduction.PerSample },
            OuterBatch = new BatchOptions
            {
                Gae = outer,
                Scaling = settings.StandardizesOuter ? AdvantageScaling.Standardized : AdvantageScaling.Common,
                Reduction = settings.StandardizesOuter ? SampleReduction.PerSample : SampleReduction.PerTrajectory,
            },
        };
        return new MetaLearner(family, policy, options, () => Features(settings.Baseline, family.Spec), pool);
    }

    /// <summary>The outer step of meta-training or of retraining.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="schedule">β at first, and the share of it at the end; a trust region has none.</param>
    /// <param name="iterations">Length of the schedule.</param>
    /// <param name="parameters">P.</param>
    /// <param name="scale">Factor on the length of every step, &gt; 0: on β, or squared on the δ of a trust region, whose step goes with
    /// √δ.</param>
    /// <returns>The outer step.</returns>
    public static IOuterStep OuterStep(
        MetaSettings settings, (double StepSize, double FinalShare) schedule, int iterations, int parameters, double scale = 1)
    {
        double stepSize = schedule.StepSize * scale;
        var cosine = new CosineSchedule(stepSize, stepSize * schedule.FinalShare, iterations);
        return settings.EffectiveOuterStep switch
        {
            OuterStepName.Adam
                => new GradientOuterStep(
                    new Adam(parameters, new AdamOptions { StepSize = stepSize }), cosine, settings.MaximumGradientNorm),
            OuterStepName.Sgd => new GradientOuterStep(new Sgd(stepSize), cosine, settings.MaximumGradientNorm),
            OuterStepName.Epochs
                => new EpochsOuterStep(new Adam(parameters, new AdamOptions { StepSize = stepSize }), cosine, new EpochOptions
                {
                    Epochs = settings.Epochs.Count,
                    Penalty = settings.Learner == LearnerName.ProMp ? settings.Epochs.Penalty : 0,
                    TargetDivergence = settings.Epochs.TargetDivergence,
                    AdaptsPenalty = settings.Epochs.AdaptsPenalty,
                }),
            OuterStepName.TrustRegion => new TrustRegionOuterStep(new TrustRegionOptions
            {
                MaximumDivergence = settings.MaximumDivergence * scale * scale,
                ConjugateGradientSteps = settings.ConjugateGradientSteps,
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.EffectiveOuterStep, "Unknown outer step."),
        };
    }

    /// <summary>The explanation.</summary>
    /// <param name="settings">Its settings.</param>
    /// <returns>Options of the estimator.</returns>
    public static InfluenceOptions Influence(ExplainSettings settings) => new()
    {
        Method = settings.Method,
        Iterations = settings.Iterations,
        Pooling = settings.Pooling,
        WeightStep = settings.WeightStep,
        ParameterStep = settings.ParameterStep,
        GradientLimit = settings.GradientLimit,
        RelativeDamping = settings.RelativeDamping,
        SolverSteps = settings.SolverSteps,
    };

    /// <summary>The law of the mixing coefficients.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The law.</returns>
    public static IMixingLaw Law(MixingLawName name) => name == MixingLawName.ClippedNormal ? new ClippedNormal() : new LogitNormal();

    /// <summary>The search for the mixing law.</summary>
    /// <param name="settings">Its settings.</param>
    /// <returns>Options of the search.</returns>
    public static MixingOptions Mixing(AugmentSettings settings) => new()
    {
        Law = Law(settings.Law),
        Information = settings.Information switch
        {
            InformationName.Lemma1 => new Lemma1(),
            InformationName.MomentMatched => new MomentMatched(),
            InformationName.PairwiseLowerBound => new PairwiseLowerBound(),
            InformationName.PairwiseUpperBound => new PairwiseUpperBound(),
            _ => new SmallSeparation(),
        },
        Sensitivity = settings.Sensitivity,
        Advantage = settings.Advantage,
        Mass = new UnionMass(settings.InnerMass, settings.OuterMass),
        Iterations = settings.Iterations,
        Sets = settings.Sets,
        Draws = settings.Draws,
        OtherTasks = settings.OtherTasks,
        InitialDeviation = settings.InitialDeviation,
        ParameterStep = settings.ParameterStep,
        LawStep = settings.LawStep,
        PriorWeight = settings.PriorWeight,
    };

    private static ISurrogate Surrogate(SurrogateName name) => name switch
    {
        SurrogateName.Score => new Score(),
        SurrogateName.Dice => new Dice(),
        SurrogateName.TrajectoryHessian => new TrajectoryHessian(),
        _ => new LowVarianceCurvature(),
    };

    private static IValueFeatures Features(BaselineName name, EnvironmentSpec spec) => name switch
    {
        BaselineName.Portfolio => new PortfolioFeatures(spec),
        BaselineName.Radial when spec.ObservationSize >= 2 => new RadialFeatures(),
        _ => new LinearTimeFeatures(spec.ObservationSize),
    };
}
