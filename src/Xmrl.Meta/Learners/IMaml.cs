using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners;

/// <summary>Implicit MAML: adaptation solves a proximal problem, and the hyper-gradient follows from its optimality condition.</summary>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eqs. (3) and (6).</seealso>
public sealed record IMaml : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "iMaml", "imaml", "Implicit MAML",
        "Rajeswaran, Finn, Kakade and Levine (2019): Meta-Learning with Implicit Gradients. https://arxiv.org/abs/1909.04630")
    {
        Former =
        [
            new FormerKey("innerStepSize"), new FormerKey("innerSteps", "1"), new FormerKey("stepSizeLearning", "fixed"),
        ],
    };

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>What is differentiated.</summary>
    [Inlined]
    public SurrogateSettings Surrogates { get; init; } = new();

    /// <summary>The outer step.</summary>
    [Inlined]
    public OuterStepSettings Outer { get; init; } = new();

    /// <summary>The inner problem.</summary>
    public ProximalSettings Proximal { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => 1;

    /// <inheritdoc/>
    public override string Description
        => $"proximal inner problem, outer step {Outer.OuterStep}";

    /// <inheritdoc/>
    public override string StepLengthName => Outer.LengthName;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Outer.Schedule.Over(iterations);

    private IOuterStep Step(OuterSchedule schedule, int parameters) => Outer.Step(schedule, parameters);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    /// <remarks>The inner problem has a quadratic term of its own, so that of a regularization is left out.</remarks>
    public override IMetaLearner Create(LearnerParts parts)
        => (parts with { Regularization = parts.Regularization is { } both ? both with { Inner = 0 } : null }).Assemble(
            Surrogates.Into(new LearnerOptions
            {
                Proximal = Proximal.Options(),
                RatioSurrogate = Outer.Ratio(),
                OuterStep = Step,
            }),
            Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() => Outer.CheckEpochs(null, s_card.Key);
}
