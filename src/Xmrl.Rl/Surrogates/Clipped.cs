using Xmrl.Autodiff;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ min(rₜAₜ, clip(rₜ, 1 − ε, 1 + ε)·Aₜ) with rₜ = π_θ(aₜ|sₜ)/π_old(aₜ|sₜ): nothing is gained by moving further from the policy
/// that sampled.</summary>
/// <param name="range">ε in (0, 1).</param>
/// <seealso href="https://arxiv.org/abs/1707.06347">Schulman et al. (2017), eq. (7).</seealso>
public sealed class Clipped(double range) : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(Clipped);

    /// <summary>Clip range ε, in (0, 1).</summary>
    public double Range { get; } = NumberRange.Open(0, 1).Require(range, nameof(range));

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        Node ratio = tape.Exp(inputs.LogProbability - inputs.SampledLogProbability);
        return tape.Minimum(ratio * inputs.Advantages, tape.Clip(ratio, 1 - Range, 1 + Range) * inputs.Advantages);
    }
}
