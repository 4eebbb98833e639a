using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners;

/// <summary>SG-MRL: the hyper-gradient of the expectation, with the sum of the inner trajectories' scores, for any number of inner
/// steps.</summary>
/// <remarks>The inner surrogate is the score: the Hessian of any other counts the sampling term again.</remarks>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), eqs. (13) and (39).</seealso>
public sealed record SgMrl : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "sgMrl", "sg-mrl", "SG-MRL",
        "Fallah, Georgiev, Mokhtari and Ozdaglar (2021): On the Convergence Theory of Debiased Model-Agnostic "
            + "Meta-Reinforcement Learning. https://arxiv.org/abs/2002.05135")
    {
        Former = [new FormerKey("innerSurrogate", "score", "Other Hessians than the score's count the sampling term again.")],
    };

    /// <summary>The inner steps.</summary>
    [Inlined]
    public InnerStepSettings Inner { get; init; } = new();

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>Surrogate of the adapted policy's return. Default low-variance curvature (Rothfuss et al. 2019, Section 5).</summary>
    public SurrogateName OuterSurrogate { get; init; } = SurrogateName.LowVarianceCurvature;

    /// <summary>How far the hyper-gradient looks through the inner steps. Default second order (Fallah et al. 2021,
    /// eq. (13); their experiments take the first).</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>Whether a task's return in the sampling correction is reduced by the mean return of the iteration's other tasks: the same
    /// expectation, less variance. Default true (chosen by us: docs/deviations.md).</summary>
    public bool CorrectionBaseline { get; init; } = true;

    /// <summary>The outer step.</summary>
    [Inlined]
    public OuterStepSettings Outer { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Inner.InnerSteps;

    /// <inheritdoc/>
    public override string Description
        => $"{Inner.InnerSteps} inner {(Inner.InnerSteps == 1 ? "step" : "steps")}, "
            + $"gradient order {GradientOrder}, outer step {Outer.OuterStep}";

    /// <inheritdoc/>
    public override string StepLengthName => Outer.LengthName;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    internal override LearnerSettings? WithInnerStep(double factor)
        => Inner.Scaled(factor) is { } inner ? this with { Inner = inner } : null;

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Outer.Schedule.Over(iterations);

    private IOuterStep Step(OuterSchedule schedule, int parameters) => Outer.Step(schedule, parameters);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => parts.Assemble(
        Inner.Into(new LearnerOptions
        {
            OuterStep = Step,
            InnerSurrogate = new Score(),
            OuterSurrogate = SurrogateSettings.Create(OuterSurrogate),
            GradientOrder = GradientOrder,
            Correction = new SamplingCorrection { SumsTrajectories = true, UsesBaseline = CorrectionBaseline },
            RatioSurrogate = Outer.Ratio(),
        }),
        Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() => Outer.CheckEpochs(null, s_card.Key);
}
