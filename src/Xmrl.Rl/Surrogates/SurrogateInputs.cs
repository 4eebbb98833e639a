using Xmrl.Numerics.Autodiff;

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
}
