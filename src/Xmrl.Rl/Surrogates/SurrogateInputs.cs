using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>What a surrogate is built of. All rows have shape [1, samples]; the weights of the mean over samples or trajectories
/// are already multiplied into advantages, rewards and baselines.</summary>
public sealed record SurrogateInputs
{
    /// <summary>ln π_θ(aₜ|sₜ).</summary>
    public required Node LogProbability { get; init; }

    /// <summary>Aₜ, weighted.</summary>
    public required Node Advantages { get; init; }

    /// <summary>γᵗ·rₜ, weighted; trajectories matter, so a run binds where each begins.</summary>
    public required Node DiscountedRewards { get; init; }

    /// <summary>γᵗ·V(sₜ), weighted.</summary>
    public required Node DiscountedBaselines { get; init; }

    /// <summary>ln π_old(aₜ|sₜ) of the policy that sampled the data.</summary>
    public required Node SampledLogProbability { get; init; }

    /// <summary>The log-probability in the denominators of surrogates with stopped gradients: ⊥ln π_θ(aₜ|sₜ) unless it is held fixed.
    /// Held at <see cref="SampledLogProbability"/>, the surrogate is an ordinary function of θ whose derivatives at the parameters that
    /// sampled are those of the surrogate with stopped gradients: it can be evaluated at other parameters and differenced.</summary>
    public Node BaseLogProbability
    {
        get => field == default ? LogProbability.Tape.StopGradient(LogProbability) : field;
        init;
    }
}
