using Xmrl.Experiments.Configuration;
using Xmrl.Meta.Adaptation;

namespace Xmrl.Experiments.Settings;

/// <summary>Meta-training.</summary>
public sealed record MetaSettings : IValidated
{
    /// <summary>The meta-learner.</summary>
    public LearnerName Learner { get; init; } = LearnerName.Maml;

    /// <summary>Outer iterations.</summary>
    public int Iterations { get; init; } = 300;

    /// <summary>Training tasks per iteration.</summary>
    public int TasksPerIteration { get; init; } = 50;

    /// <summary>Scores of the validation tasks during the training, evenly spread, the last at its end. They make the learning curve, and
    /// decide nothing but what <see cref="OnCollapse"/> says.</summary>
    public int Validations { get; init; } = 20;

    /// <summary>Trajectories per task and rollout. Default 20 (xmrl, Appendix M).</summary>
    public int Trajectories { get; init; } = 20;

    /// <summary>α. Tuned by us on validation tasks.</summary>
    public double InnerStepSize { get; init; } = 0.2;

    /// <summary>Whether inner step sizes are meta-parameters, with α as their first value.</summary>
    public StepSizeLearning StepSizeLearning { get; init; } = StepSizeLearning.Fixed;

    /// <summary>Inner step size of the policy's context; CAVIA alone, whose other parameters do not adapt.</summary>
    public double? ContextStepSize { get; init; }

    /// <summary>Whether E-MAML and SG-MRL subtract from a task's return the mean return of the iteration's other tasks.</summary>
    public bool CorrectionBaseline { get; init; } = true;

    /// <summary>K. Default 1 (xmrl, Appendix G).</summary>
    public int InnerSteps { get; init; } = 1;

    /// <summary>How far the hyper-gradient looks through the inner steps; null for the learner's own order: first for first-order MAML,
    /// else second.</summary>
    public GradientOrder? GradientOrder { get; init; }

    /// <summary>Surrogate of the inner steps; null for the learner's own: the score for E-MAML and SG-MRL, else low-variance
    /// curvature.</summary>
    public SurrogateName? InnerSurrogate { get; init; }

    /// <summary>Surrogate of the adapted policy's return.</summary>
    public SurrogateName OuterSurrogate { get; init; } = SurrogateName.LowVarianceCurvature;

    /// <summary>γ of the objective, and of the advantages of adapted policies. Tuned by us on validation tasks.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation for adapted policies. Tuned by us on validation tasks.</summary>
    public double Trace { get; init; } = 0.95;

    /// <summary>γ of the advantages of inner steps. A short horizon trades bias for variance: with 20 trajectories the variance is what
    /// limits adaptation. Tuned by us on validation tasks.</summary>
    public double InnerDiscount { get; init; } = 0.5;

    /// <summary>λ of generalized advantage estimation in inner steps. Tuned by us.</summary>
    public double InnerTrace { get; init; }

    /// <summary>Whether outer advantages are standardised per task and averaged over samples, as inner ones are; otherwise they keep their
    /// scale, and the mean is over trajectories. True is the authors' code of sg-mrl; with it the sampling correction of E-MAML and SG-MRL
    /// has the scale of the standardised advantages.</summary>
    public bool StandardizesOuter { get; init; }

    /// <summary>Features of the value baseline.</summary>
    public BaselineName Baseline { get; init; } = BaselineName.Radial;

    /// <summary>How the meta-parameters move; null for the learner's own: epochs for ProMP, else Adam.</summary>
    public OuterStepName? OuterStep { get; init; }

    /// <summary>β, for SGD and Adam.</summary>
    public double OuterStepSize { get; init; } = 1e-3;

    /// <summary>Share of β that is left at the end of a cosine schedule, in (0, 1].</summary>
    public double FinalStepShare { get; init; } = 0.05;

    /// <summary>Largest norm of the hyper-gradient, for SGD and Adam.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>δ of the trust region, in nats.</summary>
    public double MaximumDivergence { get; init; } = 0.01;

    /// <summary>Conjugate-gradient steps towards the direction of the trust region. Each is one product with the Fisher matrix through the
    /// adaptation of every task.</summary>
    public int ConjugateGradientSteps { get; init; } = 10;

    /// <summary>Which failed outer steps end the training.</summary>
    public FailureRule OnFailure { get; init; } = FailureRule.StopAtNonFinite;

    /// <summary>What becomes of a training that lost what it had learned.</summary>
    public CollapseRule OnCollapse { get; init; }

    /// <summary>The outer step by epochs.</summary>
    public EpochSettings Epochs { get; init; } = new();

    /// <summary>The inner problem of implicit MAML.</summary>
    public ProximalSettings Proximal { get; init; } = new();

    internal GradientOrder EffectiveOrder
        => GradientOrder
            ?? (Learner == LearnerName.FirstOrderMaml
                ? Meta.Adaptation.GradientOrder.FirstOrder
                : Meta.Adaptation.GradientOrder.SecondOrder);

    internal SurrogateName EffectiveInnerSurrogate
        => InnerSurrogate ?? (Learner is LearnerName.EMaml or LearnerName.SgMrl ? SurrogateName.Score : SurrogateName.LowVarianceCurvature);

    internal OuterStepName EffectiveOuterStep => OuterStep ?? (Learner == LearnerName.ProMp ? OuterStepName.Epochs : OuterStepName.Adam);

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. LearnerRules.Check(this),
        .. NumberRange.OpenClosed(0, 10).Check(nameof(ContextStepSize), ContextStepSize ?? 1),
        .. NumberRange.Closed(1, 1_000_000).Check(nameof(Iterations), Iterations),
        .. NumberRange.Closed(1, 10_000).Check(nameof(TasksPerIteration), TasksPerIteration),
        .. NumberRange.Closed(1, 1_000_000).Check(nameof(Validations), Validations),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Trajectories), Trajectories),
        .. NumberRange.OpenClosed(0, 10).Check(nameof(InnerStepSize), InnerStepSize),
        .. NumberRange.Closed(1, 20).Check(nameof(InnerSteps), InnerSteps),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Discount), Discount),
        .. NumberRange.Closed(0, 1).Check(nameof(Trace), Trace),
        .. NumberRange.Closed(0, 1).Check(nameof(InnerDiscount), InnerDiscount),
        .. NumberRange.Closed(0, 1).Check(nameof(InnerTrace), InnerTrace),
        .. NumberRange.OpenClosed(0, 10).Check(nameof(OuterStepSize), OuterStepSize),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(FinalStepShare), FinalStepShare),
        .. NumberRange.Positive.Check(nameof(MaximumGradientNorm), MaximumGradientNorm),
        .. NumberRange.Positive.Check(nameof(MaximumDivergence), MaximumDivergence),
        .. NumberRange.Closed(1, 1_000).Check(nameof(ConjugateGradientSteps), ConjugateGradientSteps),
    ];
}
