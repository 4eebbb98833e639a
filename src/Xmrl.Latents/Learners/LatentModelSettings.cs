using System.Collections.Immutable;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>Encoder and decoders of a learner whose policy observes a latent, and how they are trained.</summary>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023), author code.</seealso>
internal sealed record LatentModelSettings : IValidated
{
    /// <summary>Size M of the encoder's memory, in [1, 1024]. Default 256 (Lee et al. 2023, author code; Zintgraf et al. 2020:
    /// 128).</summary>
    /// <unit>components</unit>
    public int MemorySize { get; init; } = 256;

    /// <summary>Units that embed observation, last action and reward before the memory, in [1, 10000]. Default 64 (chosen by us: the sum
    /// of the author code's 32, 16 and 16).</summary>
    /// <unit>units</unit>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>Components L of the latent, in [1, 1000]. Default 5 (Zintgraf et al. 2020, author code).</summary>
    /// <unit>components</unit>
    public int LatentSize { get; init; } = 5;

    /// <summary>Hidden layers between memory and latent, each in [1, 10000]. Default 512, 512 (Lee et al. 2023, author code; Zintgraf et
    /// al. 2020: none).</summary>
    /// <unit>units</unit>
    public ImmutableArray<int> HeadSizes { get; init; } = [512, 512];

    /// <summary>Hidden layers of each decoder, each in [1, 10000]. Default 64, 64, 32 (Lee et al. 2023, author code).</summary>
    /// <unit>units</unit>
    public ImmutableArray<int> DecoderSizes { get; init; } = [64, 64, 32];

    /// <summary>Units that embed a state in a decoder, in [1, 10000]. Default 32 (Zintgraf et al. 2020, author code).</summary>
    /// <unit>units</unit>
    public int StateEmbedding { get; init; } = 32;

    /// <summary>Units that embed an action in a decoder, in [1, 10000]. Default 16 (Zintgraf et al. 2020, author code).</summary>
    /// <unit>units</unit>
    public int ActionEmbedding { get; init; } = 16;

    /// <summary>Weight of the mean squared error of rewards, in [0, 1000000]. Null for the learner's own: the steps of a trial of VariBAD,
    /// which sums (Zintgraf et al. 2020, author code), 10 of SDVT (Lee et al. 2023, author code).</summary>
    /// <unit>weight</unit>
    public double? RewardWeight { get; init; }

    /// <summary>Weight of the mean squared error of next states, normalised, in [0, 1000000]; 0 for no such decoder. Null for the
    /// learner's own: the steps of a trial of VariBAD, which sums (Zintgraf et al. 2020, author code), 1000 of SDVT (Lee et al. 2023,
    /// author code).</summary>
    /// <unit>weight</unit>
    public double? StateWeight { get; init; }

    /// <summary>Weight of the divergence of the latent from its prior, in [0, 1000000]. Default 1 (Lee et al. 2023, author code).</summary>
    /// <unit>weight per nat</unit>
    public double LatentWeight { get; init; } = 1;

    /// <summary>Share of a decoder's embedding units that a step leaves out, in [0, 1). Null for the learner's own: 0 of VariBAD, 0.7 of
    /// SDVT (Lee et al. 2023, author code).</summary>
    /// <unit>share</unit>
    public double? Dropout { get; init; }

    /// <summary>Most times of a trial at which a latent is inferred, in [1, 1000000]. Default 100 (Lee et al. 2023, author code).</summary>
    /// <unit>steps</unit>
    public int EncodeTimes { get; init; } = 100;

    /// <summary>Most steps of a trial that every latent decodes, in [1, 1000000]. Default 100 (Lee et al. 2023, author code).</summary>
    /// <unit>steps</unit>
    public int DecodeSteps { get; init; } = 100;

    /// <summary>Trials of an update, in [1, 10000]. Default 10 (Lee et al. 2023, author code).</summary>
    /// <unit>trials</unit>
    public int Trials { get; init; } = 10;

    /// <summary>Updates per iteration, in [0, 10000]. Default 10 (Lee et al. 2023, author code).</summary>
    /// <unit>updates</unit>
    public int Updates { get; init; } = 10;

    /// <summary>Step size of Adam, in (0, 1]. Default 0.001 (Lee et al. 2023, author code).</summary>
    /// <unit>step length of Adam</unit>
    public double StepSize { get; init; } = 1e-3;

    /// <summary>Largest norm of the encoder's gradient, and of the decoders', &gt; 0. Default 1 (Lee et al. 2023, author code).</summary>
    /// <unit>norm of a gradient</unit>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>Steps after which back-propagation through time is truncated, in [1, 1000000]. Default 50 (Lee et al. 2023, author
    /// code).</summary>
    /// <unit>steps</unit>
    public int Window { get; init; } = 50;

    /// <summary>Trials that are kept for the model, the last ones, in [1, 100000]. Default 1000 (Lee et al. 2023, author code).</summary>
    /// <unit>trials</unit>
    public int Capacity { get; init; } = 1_000;

    /// <summary>How the model is trained.</summary>
    /// <param name="own">What the learner takes where nothing is said: weights of reward and state, dropout.</param>
    internal ModelOptions Options((double Reward, double State, double Dropout) own) => new()
    {
        Weights = new ModelWeights
        {
            Reward = RewardWeight ?? own.Reward,
            State = StateWeight ?? own.State,
            Latent = LatentWeight,
        },
        EncodeTimes = EncodeTimes,
        DecodeSteps = DecodeSteps,
        Trials = Trials,
        Updates = Updates,
        StepSize = StepSize,
        MaximumGradientNorm = MaximumGradientNorm,
        Window = Window,
        Capacity = Capacity,
        Dropout = Dropout ?? own.Dropout,
    };

    /// <summary>Sizes of the networks of one component.</summary>
    /// <param name="policyEmbedding">Units that embed each of the policy's inputs.</param>
    internal LatentShape Shape(int policyEmbedding) => new()
    {
        MemorySize = MemorySize,
        EmbeddingSize = EmbeddingSize,
        LatentSize = LatentSize,
        Components = 1,
        HeadSizes = HeadSizes,
        DispersionSizes = [],
        DecoderSizes = DecoderSizes,
        StateEmbedding = StateEmbedding,
        ActionEmbedding = ActionEmbedding,
        PolicyEmbedding = policyEmbedding,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_024).Check(nameof(MemorySize), MemorySize),
        .. NumberRange.Closed(1, 10_000).Check(nameof(EmbeddingSize), EmbeddingSize),
        .. NumberRange.Closed(1, 1_000).Check(nameof(LatentSize), LatentSize),
        .. HeadSizes.SelectMany(size => NumberRange.Closed(1, 10_000).Check(nameof(HeadSizes), size)),
        .. DecoderSizes.SelectMany(size => NumberRange.Closed(1, 10_000).Check(nameof(DecoderSizes), size)),
        .. NumberRange.Closed(1, 10_000).Check(nameof(StateEmbedding), StateEmbedding),
        .. NumberRange.Closed(1, 10_000).Check(nameof(ActionEmbedding), ActionEmbedding),
        .. NumberRange.Closed(0, 1e6).Check(nameof(RewardWeight), RewardWeight ?? 1),
        .. NumberRange.Closed(0, 1e6).Check(nameof(StateWeight), StateWeight ?? 1),
        .. NumberRange.Closed(0, 1e6).Check(nameof(LatentWeight), LatentWeight),
        .. NumberRange.ClosedOpen(0, 1).Check(nameof(Dropout), Dropout ?? 0),
        .. NumberRange.Closed(1, 1e6).Check(nameof(EncodeTimes), EncodeTimes),
        .. NumberRange.Closed(1, 1e6).Check(nameof(DecodeSteps), DecodeSteps),
        .. NumberRange.Closed(1, 10_000).Check(nameof(Trials), Trials),
        .. NumberRange.Closed(0, 10_000).Check(nameof(Updates), Updates),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(StepSize), StepSize),
        .. NumberRange.Positive.Check(nameof(MaximumGradientNorm), MaximumGradientNorm),
        .. NumberRange.Closed(1, 1e6).Check(nameof(Window), Window),
        .. NumberRange.Closed(1, 1e5).Check(nameof(Capacity), Capacity),
    ];
}
