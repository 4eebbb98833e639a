using Xmrl.Latents.Learning;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>VariBAD: an encoder infers a latent of the task by learning to predict rewards and states, and a policy observes what is
/// inferred.</summary>
/// <seealso href="https://arxiv.org/abs/1910.08348">Zintgraf et al. (2020).</seealso>
internal sealed record Varibad : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "varibad", "varibad", "VariBAD",
        "Zintgraf, Shiarlis, Igl, Schulze, Gal, Hofmann and Whiteson (2020): VariBAD: A Very Good Method for Bayes-Adaptive Deep RL via "
            + "Meta-Learning. https://arxiv.org/abs/1910.08348")
    {
        Overrides = ["policy.contextSize=0"],
    };

    /// <summary>What it shares with SDVT.</summary>
    [Inlined]
    public LatentSettings Latents { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Latents.TrialTrajectories - 1;

    /// <inheritdoc/>
    public override string Description => Latents.Description;

    /// <inheritdoc/>
    public override string StepLengthName => nameof(ScheduleSettings.OuterStepSize);

    /// <inheritdoc/>
    public override bool TakesContext => false;

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Latents.Load(horizon);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Latents = Latents with { Trajectories = trajectories } };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Latents.Schedules.Over(iterations);

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);

        // The author code sums squared errors over a trial, and weighs the divergence of every step by 1; here the errors are means.
        double steps = (double)parts.Family.Spec.Horizon * Latents.TrialTrajectories;
        return new LatentLearner(
            parts.Family, parts.Policy, Latents.Options(parts, (Reward: steps, State: steps, Dropout: 0)), parts.Pool);
    }
}
