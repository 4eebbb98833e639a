using Xmrl.Latents.Networks;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;

namespace Xmrl.Latents.Learning;

/// <summary>The parts of a learner whose policy observes a latent.</summary>
internal sealed record LatentOptions
{
    /// <summary>Sizes of the networks.</summary>
    public required LatentShape Shape { get; init; }

    /// <summary>Trajectories E of a trial, ≥ 1.</summary>
    public required int Trajectories { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trials per task and iteration, ≥ 1.</summary>
    public required int Trials { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Discount and trace over the steps of a trial.</summary>
    public required GaeOptions Gae { get; init; }

    /// <summary>Passes over the steps of an iteration, ≥ 1.</summary>
    public required int Epochs { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Minibatches per pass, ≥ 1.</summary>
    public required int Minibatches { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>ε of the clipped surrogate and of the clipped value, in (0, 1).</summary>
    public required double ClipRange { get; init => field = NumberRange.Open(0, 1).Require(value); }

    /// <summary>Weight η of the entropy, ≥ 0.</summary>
    public required double Entropy { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Largest norm of the policy's gradient and of the value's, &gt; 0.</summary>
    public required double MaximumGradientNorm { get; init => field = NumberRange.Positive.Require(value); }

    /// <summary>The model.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Virtual training; null for none.</summary>
    public VirtualOptions? Virtual { get; init; }

    /// <summary>c of a term −½c·‖θ‖² over the policy, ≥ 0. Default 0.</summary>
    public double Regularization { get; init => field = NumberRange.NotNegative.Require(value); }
}
