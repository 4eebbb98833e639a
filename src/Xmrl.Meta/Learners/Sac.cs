using Xmrl.Meta.Context;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Learners;

/// <summary>Soft actor-critic without a latent: one policy for all tasks, which a single task makes the plain algorithm. It adapts to
/// nothing.</summary>
/// <remarks>Settings of the policy have no effect; the networks have their own.</remarks>
/// <seealso href="https://arxiv.org/abs/1801.01290">Haarnoja et al. (2018).</seealso>
internal sealed record Sac : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "sac", "sac", "SAC",
        "Haarnoja, Zhou, Abbeel and Levine (2018): Soft Actor-Critic: Off-Policy Maximum Entropy Deep Reinforcement Learning with a "
            + "Stochastic Actor. https://arxiv.org/abs/1801.01290");

    /// <summary>The soft actor-critic.</summary>
    [Inlined]
    public SoftSettings Soft { get; init; } = new();

    /// <summary>Tasks of a gradient step and of a collection, drawn with replacement, in [1, 1000]. Default 1: the algorithm knows one
    /// task.</summary>
    /// <unit>tasks</unit>
    public int TasksPerStep { get; init; } = 1;

    /// <summary>Steps that an iteration collects of each of its tasks, in [1, 1000000]. Default 1000 (chosen by us: Haarnoja et al. 2018
    /// take one gradient step after every step).</summary>
    /// <unit>steps</unit>
    public int StepsPerIteration { get; init; } = 1000;

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => 0;

    /// <inheritdoc/>
    public override string Description
        => $"no adaptation, {Soft.GradientSteps} gradient steps per iteration, target {Soft.SoftUpdate}";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(SoftSettings.StepSize);

    /// <inheritdoc/>
    public override bool HasCurvature => false;

    /// <inheritdoc/>
    internal override bool HasTaskGradients => false;

    /// <inheritdoc/>
    internal override bool HasTracing => true;

    /// <inheritdoc/>
    internal override IEnumerable<string> Quick => Soft.Quick;

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => new(StepsPerIteration, 1);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories) => this with { TasksPerStep = trajectories };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => new(Soft.StepSize, 1, iterations);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment)
        => SoftSettings.CheckEnvironment(environment, s_card.Key);

    /// <inheritdoc/>
    internal override IEnumerable<ValidationError> CheckSpec(EnvironmentSpec spec) => SoftSettings.CheckSpec(spec, s_card.Key);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new PosteriorLearner(
            parts.Family,
            Soft.Into(new PosteriorRecipe
            {
                Latent = 0,
                MetaBatch = TasksPerStep,
                TasksPerCollection = TasksPerStep,
                PriorSteps = 0,
                PosteriorSteps = 0,
                ExtraSteps = StepsPerIteration,
            }),
            parts.Pool);
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1000).Check(nameof(TasksPerStep), TasksPerStep),
        .. NumberRange.Closed(1, 1e6).Check(nameof(StepsPerIteration), StepsPerIteration),
    ];
}
