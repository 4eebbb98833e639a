using System.Buffers;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Advantages;

/// <summary>Discounted rewards-to-go.</summary>
internal static class DiscountedReturns
{
    /// <summary>Gₜ = rₜ + γ·Gₜ₊₁, zero after the last recorded step of a trajectory whether it terminated or was truncated.</summary>
    /// <param name="trajectories">Rewards and ends.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="returns">Receives G. Shape [n].</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or γ lies outside [0, 1].</exception>
    public static void Compute(PackedTrajectories trajectories, double discount, Span<Real> returns)
    {
        trajectories.Check();
        NumberRange.Closed(0, 1).Require(discount, nameof(discount));

        if (returns.Length != trajectories.Samples)
        {
            throw new ArgumentException($"returns has shape [{returns.Length}]; expected [{trajectories.Samples}].", nameof(returns));
        }

        double[] rewards = ArrayPool<double>.Shared.Rent(returns.Length);
        for (int t = 0; t < returns.Length; t++)
        {
            rewards[t] = trajectories.Rewards[t];
        }

        BackwardSums.Compute(rewards, trajectories.Starts, discount, returns);
        ArrayPool<double>.Shared.Return(rewards);
    }
}
