using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ ln π_θ(aₜ|sₜ) over all trajectories, not weighted: its gradient is Σ_τ ∇ln π(τ; θ), what the choice of the samples itself
/// depends on.</summary>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), eq. (11).</seealso>
public sealed class LogLikelihood : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(LogLikelihood);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs) => inputs.LogProbability;
}
