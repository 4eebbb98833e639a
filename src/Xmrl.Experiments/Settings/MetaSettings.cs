using Xmrl.Experiments.Configuration;
using Xmrl.Meta.Adaptation;

namespace Xmrl.Experiments.Settings;

/// <summary>Meta-training.</summary>
public sealed record MetaSettings : IValidated
{
    /// <summary>Outer iterations.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>Training tasks per iteration.</summary>
    public int TasksPerIteration { get; init; } = 16;

    /// <summary>Trajectories per task and rollout. Default 20 (xmrl, Appendix M).</summary>
    public int Trajectories { get; init; } = 20;

    /// <summary>α. Tuned by us on validation tasks.</summary>
    public double InnerStepSize { get; init; } = 0.2;

    /// <summary>K. Default 1 (xmrl, Appendix G).</summary>
    public int InnerSteps { get; init; } = 1;

    /// <summary>How far the hyper-gradient looks through the inner steps.</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>Surrogate of the inner steps.</summary>
    public SurrogateName InnerSurrogate { get; init; } = SurrogateName.LowVarianceCurvature;

    /// <summary>Surrogate of the adapted policy's return.</summary>
    public SurrogateName OuterSurrogate { get; init; } = SurrogateName.LowVarianceCurvature;

    /// <summary>γ of the objective, and of the advantages of adapted policies. Tuned by us on validation tasks.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation for adapted policies. Tuned by us on validation tasks.</summary>
    public double Trace { get; init; } = 0.95;

    /// <summary>γ of the advantages of inner steps. A short horizon trades bias for variance: with 20 trajectories the variance is what limits adaptation.
    /// Tuned by us on validation tasks.</summary>
    public double InnerDiscount { get; init; } = 0.5;

    /// <summary>λ of generalized advantage estimation in inner steps. Tuned by us.</summary>
    public double InnerTrace { get; init; }

    /// <summary>Features of the value baseline.</summary>
    public BaselineName Baseline { get; init; } = BaselineName.Radial;

    /// <summary>How the meta-parameters move.</summary>
    public OuterStepName OuterStep { get; init; } = OuterStepName.Adam;

    /// <summary>β, for SGD and Adam.</summary>
    public double OuterStepSize { get; init; } = 5e-4;

    /// <summary>Share of β that is left at the end of a cosine schedule, in (0, 1].</summary>
    public double FinalStepShare { get; init; } = 0.05;

    /// <summary>Largest norm of the hyper-gradient, for SGD and Adam.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>δ of the trust region, in nats.</summary>
    public double MaximumDivergence { get; init; } = 0.01;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_000_000).Check(nameof(Iterations), Iterations),
        .. NumberRange.Closed(1, 10_000).Check(nameof(TasksPerIteration), TasksPerIteration),
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
    ];
}
