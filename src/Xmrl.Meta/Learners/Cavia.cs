using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners;

/// <summary>CAVIA: only the policy's context adapts, always from 0; everything else is shared and meta-learned.</summary>
/// <seealso href="https://arxiv.org/abs/1810.03642">Zintgraf et al. (2019).</seealso>
public sealed record Cavia : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "cavia", "cavia", "CAVIA",
        "Zintgraf, Shiarlis, Kurin, Hofmann and Whiteson (2019): Fast Context Adaptation via Meta-Learning. "
            + "https://arxiv.org/abs/1810.03642")
    {
        Overrides = ["policy.contextSize=8"],
        Former = [new FormerKey("innerStepSize")],
    };

    /// <summary>Inner step size of the context, in (0, 10]. Default 0.5 (chosen by us, untested: that of
    /// <c>reproduce navigation2d/learners</c>).</summary>
    /// <unit>step length</unit>
    public double ContextStepSize { get; init; } = 0.5;

    /// <summary>Whether the inner step size is a meta-parameter, with <see cref="ContextStepSize"/> as its first value. Default fixed
    /// (Zintgraf et al. 2019).</summary>
    public StepSizeLearning StepSizeLearning { get; init; } = StepSizeLearning.Fixed;

    /// <summary>Inner steps K, in [1, 20]. Default 1 (xmrl, Appendix G).</summary>
    /// <unit>steps</unit>
    public int InnerSteps { get; init; } = 1;

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>What is differentiated.</summary>
    [Inlined]
    public SurrogateSettings Surrogates { get; init; } = new();

    /// <summary>How far the hyper-gradient looks through the inner steps. Default second order (Zintgraf et al. 2019).</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>The outer step.</summary>
    [Inlined]
    public OuterStepSettings Outer { get; init; } = new();

    /// <summary>The outer step by epochs: PPO on the adapted policies.</summary>
    public EpochSettings Epochs { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => InnerSteps;

    /// <inheritdoc/>
    public override string Description
        => $"{InnerSteps} inner {(InnerSteps == 1 ? "step" : "steps")}, "
            + $"gradient order {GradientOrder}, outer step {Outer.OuterStep}";

    /// <inheritdoc/>
    public override string StepLengthName => Outer.LengthName;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Outer.Schedule.Over(iterations);

    private IOuterStep Step(OuterSchedule schedule, int parameters) => Outer.Step(schedule, parameters, Epochs);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    public override bool NeedsContext => true;

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => parts.Assemble(
        Surrogates.Into(new LearnerOptions
        {
            OuterStep = Step,
            InnerStepSize = 0,
            ContextStepSize = ContextStepSize,
            ResetsContext = true,
            StepSizeLearning = StepSizeLearning,
            InnerSteps = InnerSteps,
            GradientOrder = GradientOrder,
            RatioSurrogate = Outer.Ratio(Epochs),
        }),
        Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 10).Check(nameof(ContextStepSize), ContextStepSize),
        .. NumberRange.Closed(1, 20).Check(nameof(InnerSteps), InnerSteps),
        .. Outer.CheckEpochs(Epochs, s_card.Key),
    ];
}
