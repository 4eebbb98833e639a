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
        double trace = discount * options.Lambda;
        for (int j = 0; j < trajectories.Count; j++)
        {
            double nextValue = trajectories.Terminated[j] ? 0 : finalValues[j];
            double advantage = 0;
            for (int t = trajectories.Starts[j + 1] - 1; t >= trajectories.Starts[j]; t--)
            {
                double delta = trajectories.Rewards[t] + (discount * nextValue) - values[t];
                advantage = delta + (trace * advantage);
                advantages[t] = (Real)advantage;
                nextValue = values[t];
            }
        }
    }
}
