using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learning;

/// <summary>How often an iteration trains the policy on tasks that the model makes up: a share that grows with the steps taken, up to a
/// largest one.</summary>
internal sealed record VirtualOptions
{
    /// <summary>Largest share of iterations, in [0, 1].</summary>
    public required double Share { get; init => field = NumberRange.Closed(0, 1).Require(value); }

    /// <summary>Environment steps after which it is reached, ≥ 1.</summary>
    public required long Steps { get; init => field = (long)NumberRange.Closed(1, 1e12).Require(value); }

    /// <summary>The share after a number of steps.</summary>
    /// <param name="steps">Environment steps of the training so far.</param>
    public double At(long steps) => Share * Math.Min(1, steps / (double)Steps);
}
