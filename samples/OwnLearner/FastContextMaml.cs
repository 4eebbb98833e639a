using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Samples.OwnLearner;

/// <summary>MAML whose policy has a context that adapts faster than the rest.</summary>
public sealed record FastContextMaml : LearnerSettings
{
    /// <summary>Inner step size of the context over that of the other parameters, in [1, 100]. Default 5 (chosen for this
    /// sample).</summary>
    public double ContextScale { get; init; } = 5;

    /// <summary>The inner steps.</summary>
    [Inlined]
    public InnerStepSettings Inner { get; init; } = new();

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>The outer step.</summary>
    [Inlined]
    public OuterStepSettings Outer { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => new(
        "fastContextMaml", "fast-context-maml", "MAML with a fast context",
        "Finn et al. (2017): One-Shot Visual Imitation Learning via Meta-Learning. https://arxiv.org/abs/1709.04905")
    {
        Overrides = ["policy.contextSize=4"],
    };

    /// <inheritdoc/>
    public override int AdaptationSteps => Inner.InnerSteps;

    /// <inheritdoc/>
    public override string Description => $"{Inner.InnerSteps} inner step(s), the context {ContextScale} times as fast";

    /// <inheritdoc/>
    public override string StepLengthName => Outer.LengthName;

    /// <inheritdoc/>
    public override bool NeedsContext => true;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Outer.Schedule.Over(iterations);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts) => parts.Assemble(
        Inner.Into(new LearnerOptions
        {
            ContextStepSize = ContextScale * Inner.InnerStepSize,
            OuterStep = (schedule, parameters) => Outer.Step(schedule, parameters),
        }),
        Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() => NumberRange.Closed(1, 100).Check(nameof(ContextScale), ContextScale);
}
