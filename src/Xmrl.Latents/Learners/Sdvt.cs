using Xmrl.Latents.Learning;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>SDVT: VariBAD whose latent is a mixture of components, with virtual training on mixtures that no real task has.</summary>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023), author code.</seealso>
internal sealed record Sdvt : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "sdvt", "sdvt", "SDVT",
        "Lee, Cho and Sung (2023): Parameterizing Non-Parametric Meta-Reinforcement Learning Tasks via Subtask Decomposition. Code: "
            + "https://github.com/suyoung-lee/SDVT")
    {
        Overrides = ["policy.contextSize=0"],
    };

    /// <summary>What it shares with VariBAD.</summary>
    [Inlined]
    public LatentSettings Latents { get; init; } = new();

    /// <summary>The components.</summary>
    public MixtureSettings Mixture { get; init; } = new();

    /// <summary>Virtual training.</summary>
    public VirtualSettings Virtual { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Latents.TrialTrajectories - 1;

    /// <inheritdoc/>
    public override string Description
        => $"{Mixture.Components} components, {Latents.Description}, virtual training in at most {100 * Virtual.Share} % of iterations";

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
        LatentOptions options = Mixture.Into(Latents.Options(parts, (Reward: 10, State: 1_000, Dropout: 0.7)));
        return new LatentLearner(parts.Family, parts.Policy, options with { Virtual = Virtual.Options }, parts.Pool);
    }
}
