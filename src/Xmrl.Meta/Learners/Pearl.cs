using Xmrl.Meta.Context;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Learners;

/// <summary>PEARL: infers a latent from transitions of the task, and learns from replay by soft actor-critic.</summary>
/// <remarks>The tasks of an iteration are those that it draws from: meta.tasksPerIteration is best the number of training tasks. Settings
/// of the policy have no effect; the networks have their own.</remarks>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019).</seealso>
internal sealed record Pearl : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "pearl", "pearl", "PEARL",
        "Rakelly, Zhou, Quillen, Finn and Levine (2019): Efficient Off-Policy Meta-Reinforcement Learning via Probabilistic Context "
            + "Variables. https://arxiv.org/abs/1903.08254");

    /// <summary>The soft actor-critic.</summary>
    [Inlined]
    public SoftSettings Soft { get; init; } = new();

    /// <summary>Components L of the latent, in [1, 1000]. Default 5 (Rakelly et al. 2019, author code).</summary>
    /// <unit>components</unit>
    public int LatentSize { get; init; } = 5;

    /// <summary>Hidden layers of the encoder, in [1, 10]. Default 3 (Rakelly et al. 2019, author code).</summary>
    /// <unit>layers</unit>
    public int EncoderLayers { get; init; } = 3;

    /// <summary>Units of each of them, in [1, 10000]. Default 200 (Rakelly et al. 2019, author code).</summary>
    /// <unit>units</unit>
    public int EncoderUnits { get; init; } = 200;

    /// <summary>Whether a transition of the context shows the next observation. Default false (Rakelly et al. 2019, author code: true for
    /// Hopper and Walker alone).</summary>
    public bool NextInContext { get; init; }

    /// <summary>Transitions N that a latent is inferred from in training, in [1, 100000]. Default 64 (Rakelly et al. 2019, author
    /// code).</summary>
    /// <unit>transitions</unit>
    public int ContextSamples { get; init; } = 64;

    /// <summary>Tasks of a gradient step, drawn with replacement, in [1, 1000]. Default 16 (Rakelly et al. 2019, author code).</summary>
    /// <unit>tasks</unit>
    public int MetaBatch { get; init; } = 16;

    /// <summary>Tasks that an iteration collects from, drawn with replacement, in [1, 10000]. Default 5 (Rakelly et al. 2019, author
    /// code).</summary>
    /// <unit>tasks</unit>
    public int TasksPerCollection { get; init; } = 5;

    /// <summary>Steps of a collection with latents of the prior, in [1, 1000000]. Default 400 (Rakelly et al. 2019, author code).</summary>
    /// <unit>steps</unit>
    public int PriorSteps { get; init; } = 400;

    /// <summary>Steps of a collection with latents of the posterior that join the context, in [0, 1000000]. Default 0 (Rakelly et al.
    /// 2019, author code).</summary>
    /// <unit>steps</unit>
    public int PosteriorSteps { get; init; }

    /// <summary>Steps of a collection with latents of the posterior that join replay alone, in [0, 1000000]. Default 600 (Rakelly et al.
    /// 2019, author code).</summary>
    /// <unit>steps</unit>
    public int ExtraSteps { get; init; } = 600;

    /// <summary>κ, weight of the divergence of posterior from prior, in [0, 1000000]. Default 0.1 (Rakelly et al. 2019, author
    /// code).</summary>
    /// <unit>weight per nat</unit>
    public double KlWeight { get; init; } = 0.1;

    /// <summary>Whether the divergences of a meta-batch are summed, so that their weight grows with it, or averaged. Default sum (Rakelly
    /// et al. 2019, author code).</summary>
    public KlReduction KlReduction { get; init; } = KlReduction.Sum;

    /// <summary>Trajectories of an adaptation with latents of the prior, in [0, 1000]. Default 1 (Rakelly et al. 2019, author
    /// code).</summary>
    /// <unit>trajectories</unit>
    public int ExplorationTrajectories { get; init; } = 1;

    /// <summary>Whether the trajectories of an adaptation have sampled actions, as those of the collection have, instead of mean ones.
    /// Default false (Rakelly et al. 2019, author code).</summary>
    public bool SampledExploration { get; init; }

    /// <summary>Trajectories of an adaptation before it is scored, in [1, 1000]. Default 2 (Rakelly et al. 2019, author code: the third
    /// of three counts).</summary>
    /// <unit>trajectories</unit>
    public int AdaptationTrajectories { get; init; } = 2;

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => AdaptationTrajectories;

    /// <inheritdoc/>
    public override string Description
        => $"latent of {LatentSize} numbers, {Soft.GradientSteps} gradient steps per iteration, target {Soft.SoftUpdate}";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(SoftSettings.StepSize);

    /// <inheritdoc/>
    public override bool HasCurvature => false;

    /// <inheritdoc/>
    internal override bool HasTaskGradients => false;

    /// <inheritdoc/>
    internal override bool HasTracing => true;

    /// <inheritdoc/>
    internal override IEnumerable<string> Quick
        => [.. Soft.Quick, $"encoderUnits={Math.Min(EncoderUnits, 64)}", $"metaBatch={Math.Min(MetaBatch, 8)}"];

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => new(PriorSteps + PosteriorSteps + ExtraSteps, 1);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories) => this with { TasksPerCollection = trajectories };

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
                Latent = LatentSize,
                EncoderHidden = [.. Enumerable.Repeat(EncoderUnits, EncoderLayers)],
                NextInContext = NextInContext,
                ContextSamples = ContextSamples,
                MetaBatch = MetaBatch,
                TasksPerCollection = TasksPerCollection,
                PriorSteps = PriorSteps,
                PosteriorSteps = PosteriorSteps,
                ExtraSteps = ExtraSteps,
                KlWeight = KlWeight,
                KlReduction = KlReduction,
                ExplorationTrajectories = ExplorationTrajectories,
                SampledExploration = SampledExploration,
                AdaptationTrajectories = AdaptationTrajectories,
            }),
            parts.Pool);
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1000).Check(nameof(LatentSize), LatentSize),
        .. NumberRange.Closed(1, 10).Check(nameof(EncoderLayers), EncoderLayers),
        .. NumberRange.Closed(1, 10_000).Check(nameof(EncoderUnits), EncoderUnits),
        .. NumberRange.Closed(1, 100_000).Check(nameof(ContextSamples), ContextSamples),
        .. NumberRange.Closed(1, 1000).Check(nameof(MetaBatch), MetaBatch),
        .. NumberRange.Closed(1, 10_000).Check(nameof(TasksPerCollection), TasksPerCollection),
        .. NumberRange.Closed(1, 1e6).Check(nameof(PriorSteps), PriorSteps),
        .. NumberRange.Closed(0, 1e6).Check(nameof(PosteriorSteps), PosteriorSteps),
        .. NumberRange.Closed(0, 1e6).Check(nameof(ExtraSteps), ExtraSteps),
        .. NumberRange.Closed(0, 1e6).Check(nameof(KlWeight), KlWeight),
        .. NumberRange.Closed(0, 1000).Check(nameof(ExplorationTrajectories), ExplorationTrajectories),
        .. NumberRange.Closed(1, 1000).Check(nameof(AdaptationTrajectories), AdaptationTrajectories),
    ];
}
