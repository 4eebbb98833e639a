using Xmrl.Numerics.Validation;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Trials;

/// <summary>The parts of a learner with memory.</summary>
internal sealed record TrialOptions
{
    /// <summary>M, the size of the memory, ≥ 1.</summary>
    public required int MemorySize { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trials per task and iteration, ≥ 1.</summary>
    public required int Trials { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trajectories of a trial, discount, trace, credit and end.</summary>
    public required TrialCreditOptions Credit { get; init; }

    /// <summary>Whether the value is linear in the memory too.</summary>
    public required bool ValuesMemory { get; init; }

    /// <summary>Steps after which the gradient is truncated; 0 for whole trials; ≥ 0.</summary>
    public required int Window { get; init => field = NumberRange.AtLeast(0).Require(value); }

    /// <summary>Passes over the trials of an iteration, ≥ 1.</summary>
    public required int Epochs { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Minibatches per pass, of whole trials, ≥ 1.</summary>
    public required int Minibatches { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>ε of the clipped surrogate, in (0, 1).</summary>
    public required double ClipRange { get; init => field = NumberRange.Open(0, 1).Require(value); }

    /// <summary>Weight η of the entropy, ≥ 0.</summary>
    public required double Entropy { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Largest norm of a gradient, &gt; 0.</summary>
    public required double MaximumGradientNorm { get; init => field = NumberRange.Positive.Require(value); }

    /// <summary>c of a term −½c·‖θ‖² that the training adds to its objective, ≥ 0. Default 0.</summary>
    public double Regularization { get; init => field = NumberRange.NotNegative.Require(value); }
}
