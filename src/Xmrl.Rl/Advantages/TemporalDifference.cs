namespace Xmrl.Rl.Advantages;

/// <summary>One-step advantages, for samples that do not form trajectories, such as mixed ones.</summary>
public static class TemporalDifference
{
    /// <summary>δ = r + γ·V(s′) − V(s), without the middle term where the step terminated.</summary>
    /// <param name="steps">Rewards and endings of m single steps, with V before and after each.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="advantages">Receives δ. Shape [m]; may be the memory of an input.</param>
    /// <exception cref="ArgumentException">The lengths differ, or γ lies outside [0, 1].</exception>
    public static void Compute(SingleSteps steps, double discount, Span<Real> advantages)
    {
        if (!(discount >= 0 && discount <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(discount), discount, $"discount must lie in [0, 1]; found {discount}.");
        }

        int count = advantages.Length;
        if (steps.Rewards.Length != count || steps.Terminated.Length != count || steps.Values.Length != count || steps.NextValues.Length != count)
        {
            throw new ArgumentException(
                $"advantages has shape [{count}]; Rewards [{steps.Rewards.Length}], Terminated [{steps.Terminated.Length}], Values [{steps.Values.Length}], NextValues [{steps.NextValues.Length}].",
                nameof(steps));
        }

        for (int i = 0; i < count; i++)
        {
            double next = steps.Terminated[i] ? 0 : discount * steps.NextValues[i];
            advantages[i] = (Real)(steps.Rewards[i] + next - steps.Values[i]);
        }
    }
}
