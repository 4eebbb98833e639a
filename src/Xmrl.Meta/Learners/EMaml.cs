using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners;

/// <summary>E-MAML: MAML whose hyper-gradient also credits what the inner rollouts explore, by the mean of their scores.</summary>
/// <seealso href="https://arxiv.org/abs/1803.01118">Stadie et al. (2018).</seealso>
public sealed record EMaml : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "eMaml", "e-maml", "E-MAML",
        "Stadie et al. (2018): Some Considerations on Learning to Explore via Meta-Reinforcement Learning. "
            + "https://arxiv.org/abs/1803.01118");

    /// <summary>The inner steps.</summary>
    [Inlined]
    public InnerStepSettings Inner { get; init; } = new();

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>What is differentiated.</summary>
    [Inlined]
    public SurrogateSettings Surrogates { get; init; } = new();

    /// <summary>How far the hyper-gradient looks through the inner steps. Default second order (Stadie et al. 2018).</summary>
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
        Inner.Into(Surrogates.Into(new LearnerOptions
        {
            OuterStep = Step,
            GradientOrder = GradientOrder,
            InnerSurrogate = new Score(),
            Correction = new SamplingCorrection { SumsTrajectories = false, UsesBaseline = CorrectionBaseline },
            RatioSurrogate = Outer.Ratio(),
        })),
        Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() => Outer.CheckEpochs(null, s_card.Key);
}
