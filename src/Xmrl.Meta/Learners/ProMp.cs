using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners;

/// <summary>ProMP: several steps per iteration on a clipped surrogate, with a penalty on how far the policies before adaptation
/// move.</summary>
/// <seealso href="https://arxiv.org/abs/1810.06784">Rothfuss et al. (2019), Algorithm 1.</seealso>
public sealed record ProMp : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "proMp", "promp", "ProMP",
        "Rothfuss, Lee, Clavera, Asfour and Abbeel (2019): ProMP: Proximal Meta-Policy Search. https://arxiv.org/abs/1810.06784")
    {
        Former =
        [
            new FormerKey("outerStep", "epochs", "ProMP always takes epochs; PPO is learner: maml with outerStep: epochs."),
            new FormerKey("maximumGradientNorm"), new FormerKey("maximumDivergence"), new FormerKey("conjugateGradientSteps"),
        ],
    };

    /// <summary>The inner steps.</summary>
    [Inlined]
    public InnerStepSettings Inner { get; init; } = new();

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>What is differentiated.</summary>
    [Inlined]
    public SurrogateSettings Surrogates { get; init; } = new();

    /// <summary>How far the hyper-gradient looks through the inner steps. Default second order (Rothfuss et al. 2019).</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>β over the iterations.</summary>
    [Inlined]
    public ScheduleSettings Steps { get; init; } = new();

    /// <summary>The epochs of one iteration and their penalty.</summary>
    public EpochSettings Epochs { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Inner.InnerSteps;

    /// <inheritdoc/>
    public override string Description
        => $"{Inner.InnerSteps} inner {(Inner.InnerSteps == 1 ? "step" : "steps")}, "
            + $"gradient order {GradientOrder}, outer step Epochs";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(ScheduleSettings.OuterStepSize);

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    internal override LearnerSettings? WithInnerStep(double factor)
        => Inner.Scaled(factor) is { } inner ? this with { Inner = inner } : null;

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Steps.Over(iterations);

    private IOuterStep Step(OuterSchedule schedule, int parameters)
        => Epochs.Step(schedule, parameters, penalizes: true);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => parts.Assemble(
        Inner.Into(Surrogates.Into(new LearnerOptions
        {
            OuterStep = Step,
            GradientOrder = GradientOrder,
            RatioSurrogate = new Clipped(Epochs.ClipRange),
        })),
        Rollouts);
}
