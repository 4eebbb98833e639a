using System.Buffers;

namespace Xmrl.Rl.Advantages;

/// <summary>Generalized advantage estimation over packed trajectories.</summary>
/// <seealso href="https://arxiv.org/abs/1506.02438">Schulman et al. (2016), equation (16).</seealso>
internal static class GeneralizedAdvantage
{
    /// <summary>Âₜ = δₜ + γλ·Âₜ₊₁ with δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ), backwards through each trajectory.</summary>
    /// <param name="trajectories">Rewards and ends, on-policy.</param>
    /// <param name="values">V of the observation before each step. Shape [n].</param>
    /// <param name="finalValues">V of each trajectory's last observation: bootstraps where truncated, is not read where terminated. Shape
    /// [N].</param>
    /// <param name="options">γ and λ.</param>
    /// <param name="advantages">Receives Â. Shape [n]; no overlap with the inputs.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <remarks>The recursion runs in double. NaN propagates within its trajectory.</remarks>
    public static void Compute(
        PackedTrajectories trajectories, ReadOnlySpan<Real> values, ReadOnlySpan<Real> finalValues, GaeOptions options,
        Span<Real> advantages)
    {
        ArgumentNullException.ThrowIfNull(options);
        trajectories.Check();
        if (values.Length != trajectories.Samples || advantages.Length != trajectories.Samples || finalValues.Length != trajectories.Count)
        {
            throw new ArgumentException(
                $"values has shape [{values.Length}], finalValues [{finalValues.Length}] and advantages [{advantages.Length}]; expected "
                    + $"[{trajectories.Samples}], [{trajectories.Count}] and [{trajectories.Samples}].",
                nameof(values));
        }

        double discount = options.Discount;
        double[] deltas = ArrayPool<double>.Shared.Rent(advantages.Length);
        for (int j = 0; j < trajectories.Count; j++)
        {
            int first = trajectories.Starts[j];
            int length = trajectories.Starts[j + 1] - first;
            double finalValue = trajectories.Terminated[j] ? 0 : finalValues[j];
            Deltas(
                trajectories.Rewards.Slice(first, length), values.Slice(first, length), discount, finalValue, deltas.AsSpan(first, length));
        }

        BackwardSums.Compute(deltas, trajectories.Starts, discount * options.Lambda, advantages);
        ArrayPool<double>.Shared.Return(deltas);
    }

    /// <summary>δ of one trajectory.</summary>
    private static void Deltas(
        ReadOnlySpan<Real> rewards, ReadOnlySpan<Real> values, double discount, double finalValue, Span<double> deltas)
    {
        for (int t = 0; t < deltas.Length - 1; t++)
        {
            deltas[t] = rewards[t] + (discount * values[t + 1]) - values[t];
        }

        if (deltas.Length > 0)
        {
            deltas[^1] = rewards[^1] + (discount * finalValue) - values[^1];
        }
    }
}
