using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ (π_θ(aₜ|sₜ) / ⊥π_θ(aₜ|sₜ))·Aₜ, where ⊥ stops the gradient.
/// Its Hessian keeps the term of each action's own sampling distribution, at low variance.</summary>
/// <seealso href="https://arxiv.org/abs/1810.06784">Rothfuss et al. (2019), eq. (8).</seealso>
public sealed class LowVarianceCurvature : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(LowVarianceCurvature);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        return tape.Exp(inputs.LogProbability - inputs.BaseLogProbability) * inputs.Advantages;
    }
}
