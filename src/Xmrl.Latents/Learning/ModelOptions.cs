using Xmrl.Latents.Model;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learning;

/// <summary>How the model is trained.</summary>
internal sealed record ModelOptions
{
    /// <summary>Weights of the error's terms.</summary>
    public required ModelWeights Weights { get; init; }

    /// <summary>Most times of a trial at which a latent is inferred, ≥ 1.</summary>
    public required int EncodeTimes { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Most steps of a trial that every latent decodes, ≥ 1.</summary>
    public required int DecodeSteps { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trials of an update, ≥ 1.</summary>
    public required int Trials { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Updates per iteration, ≥ 0.</summary>
    public required int Updates { get; init => field = NumberRange.AtLeast(0).Require(value); }

    /// <summary>Step size of Adam, &gt; 0.</summary>
    public required double StepSize { get; init => field = NumberRange.Positive.Require(value); }

    /// <summary>Largest norm of the encoder's gradient and of the decoders', &gt; 0.</summary>
    public required double MaximumGradientNorm { get; init => field = NumberRange.Positive.Require(value); }

    /// <summary>Steps after which the gradient is truncated, ≥ 1.</summary>
    public required int Window { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trials that are kept, ≥ 1.</summary>
    public required int Capacity { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Probability that an embedding unit of the decoders is left out, in [0, 1).</summary>
    public required double Dropout { get; init => field = NumberRange.ClosedOpen(0, 1).Require(value); }
}
