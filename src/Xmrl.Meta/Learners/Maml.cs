using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners;

/// <summary>MAML: adapts by gradient steps, and climbs the return after adaptation with the derivative through those steps.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn, Abbeel and Levine (2017), Algorithm 3.</seealso>
public sealed record Maml : LearnerSettings
{
    /// <summary>Name in tables.</summary>
    internal const string Title = "MAML";

    private static readonly LearnerCard s_card = new(
        "maml", "maml", Title,
        "Finn, Abbeel and Levine (2017): Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks. "
            + "https://arxiv.org/abs/1703.03400")
    {
        Former = [new FormerKey("gradientOrder", "secondOrder", "First order is learner: firstOrderMaml.")],
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

    /// <summary>The outer step.</summary>
    [Inlined]
    public OuterStepSettings Outer { get; init; } = new();

    /// <summary>The outer step by epochs: PPO on the adapted policies.</summary>
    public EpochSettings Epochs { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Inner.InnerSteps;

    /// <inheritdoc/>
    public override string Description
        => $"{Inner.InnerSteps} inner {(Inner.InnerSteps == 1 ? "step" : "steps")}, "
            + $"gradient order SecondOrder, outer step {Outer.OuterStep}";

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

    private IOuterStep Step(OuterSchedule schedule, int parameters) => Outer.Step(schedule, parameters, Epochs);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => parts.Assemble(
        Inner.Into(Surrogates.Into(new LearnerOptions
        {
            OuterStep = Step,
            GradientOrder = GradientOrder.SecondOrder,
            RatioSurrogate = Outer.Ratio(Epochs),
        })),
        Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() => Outer.CheckEpochs(Epochs, s_card.Key);
}
