using Xmrl.Experiments.Settings;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Information;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Learners;

namespace Xmrl.Experiments.Explanations;

/// <summary>Builds the estimators and mixing laws that settings name.</summary>
internal static class EstimatorFactory
{
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

    /// <summary>The continuations of an explanation without gradients of single tasks: each of a quarter of a retraining.</summary>
    /// <param name="settings">Settings of the explanation.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="retraining">Iterations of a retraining, ≥ 1.</param>
    /// <returns>Options of the estimator.</returns>
    public static ContinuationOptions Continuation(ExplainSettings settings, LearnerSettings learner, int retraining)
        => ContinuationOptions.Of(settings.Iterations, Math.Max(1, retraining / 4), learner, settings.WeightStep);

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
}
