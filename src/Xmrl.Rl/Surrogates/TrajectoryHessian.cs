using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>ν(τ) = Σₜ ln π_θ(aₜ|sₜ)·Aₜ, whose gradient is the policy gradient and whose Hessian is u(τ) = ½(∇ν ∇ln qᵀ + ∇ln q ∇νᵀ) + ∇²ν
/// per trajectory: with Aₜ = Σ_{s≥t} γˢrₛ both are right in expectation.</summary>
/// <remarks>
/// The source prints ∇ν ∇ln qᵀ + ∇²ν. Its expectation is symmetric, the samples are not; here they are, as products with a Hessian assume.
/// The surrogate is ν + ½(ln q − ⊥ln q)(ν − ⊥ν): both factors of the second summand vanish at θ, so that it adds to the second derivative
/// alone.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), eqs. (8) and (9).</seealso>
public sealed class TrajectoryHessian : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(TrajectoryHessian);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        Node logRatio = inputs.LogProbability - inputs.BaseLogProbability;

        // (Σ_s lₛ)(Σₜ xₜ) over a trajectory = Σₜ (xₜ Σ_{s≤t} lₛ + lₜ Σ_{s<t} xₛ), made of running sums.
        Node weighted = logRatio * inputs.Advantages;
        Node product = (weighted * tape.CumulativeSum(logRatio)) + (logRatio * (tape.CumulativeSum(weighted) - weighted));
        return (inputs.LogProbability * inputs.Advantages) + (0.5 * product);
    }
}
