using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>How the meta-parameters move.</summary>
public sealed record OuterStepSettings : IValidated
{
    /// <summary>The outer step. Default Adam (chosen by us; Finn et al. 2017 take a trust region, Fallah et al. 2021 in their code
    /// Adam).</summary>
    public OuterStepName OuterStep { get; init; } = OuterStepName.Adam;

    /// <summary>β over the iterations; without effect with a trust region.</summary>
    [Inlined]
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>Largest norm of the hyper-gradient, for SGD and Adam, &gt; 0. Default 1 (chosen by us, untested).</summary>
    /// <unit>norm of a gradient</unit>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>Largest divergence δ of the trust region, in nats, &gt; 0. Default 0.01 (Finn et al. 2017, author code).</summary>
    /// <unit>nats</unit>
    public double MaximumDivergence { get; init; } = 0.01;

    /// <summary>Conjugate-gradient steps towards the direction of the trust region, in [1, 1000]. Each is one product with the Fisher
    /// matrix through the adaptation of every task. Default 10 (Finn et al. 2017, author code).</summary>
    /// <unit>steps</unit>
    public int ConjugateGradientSteps { get; init; } = 10;

    /// <summary>Name of the setting that makes every step shorter.</summary>
    public string LengthName
        => OuterStep == OuterStepName.TrustRegion ? nameof(MaximumDivergence) : nameof(ScheduleSettings.OuterStepSize);

    /// <summary>The outer step.</summary>
    /// <param name="schedule">β over the iterations; of a trust region, the scale alone.</param>
    /// <param name="parameters">Number of meta-parameters.</param>
    /// <param name="epochs">The step by epochs, without a penalty; null for a learner that has none.</param>
    /// <returns>A new outer step.</returns>
    /// <exception cref="ArgumentException">The learner has no such outer step.</exception>
    public IOuterStep Step(OuterSchedule schedule, int parameters, EpochSettings? epochs = null) => OuterStep switch
    {
        OuterStepName.Adam => new GradientOuterStep(
            new Adam(parameters, new AdamOptions { StepSize = schedule.First }), schedule.Cosine(), MaximumGradientNorm),
        OuterStepName.Sgd => new GradientOuterStep(new Sgd(schedule.First), schedule.Cosine(), MaximumGradientNorm),
        OuterStepName.TrustRegion => new TrustRegionOuterStep(new TrustRegionOptions
        {
            MaximumDivergence = MaximumDivergence * schedule.Scale * schedule.Scale,
            ConjugateGradientSteps = ConjugateGradientSteps,
        }),
        OuterStepName.Epochs when epochs is not null => epochs.Step(schedule, parameters, penalizes: false),
        _ => throw new ArgumentException($"outerStep is {OuterStep}, which the learner does not have.", nameof(schedule)),
    };

    /// <summary>The surrogate by which candidates are judged and epochs are climbed.</summary>
    /// <param name="epochs">The step by epochs; null for a learner that has none.</param>
    /// <returns>Clipped ratios for epochs, plain ones otherwise.</returns>
    public ISurrogate Ratio(EpochSettings? epochs = null)
        => OuterStep == OuterStepName.Epochs && epochs is not null ? new Clipped(epochs.ClipRange) : new ImportanceRatio();

    /// <summary>Whether the settings of epochs have an effect.</summary>
    /// <param name="epochs">They; null for a learner without.</param>
    /// <param name="learner">Key of the learner, for the message.</param>
    /// <returns>Errors; none where all goes together.</returns>
    public IEnumerable<ValidationError> CheckEpochs(EpochSettings? epochs, string learner)
    {
        if (OuterStep == OuterStepName.Epochs && epochs is null)
        {
            yield return new ValidationError(nameof(OuterStep), $"adam, sgd or trustRegion with learner: {learner}", "epochs");
        }

        if (OuterStep != OuterStepName.Epochs && epochs is not null && epochs != new EpochSettings())
        {
            yield return new ValidationError("Epochs", "its defaults unless outerStep: epochs", "other values");
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Positive.Check(nameof(MaximumGradientNorm), MaximumGradientNorm),
        .. NumberRange.Positive.Check(nameof(MaximumDivergence), MaximumDivergence),
        .. NumberRange.Closed(1, 1_000).Check(nameof(ConjugateGradientSteps), ConjugateGradientSteps),
    ];
}
