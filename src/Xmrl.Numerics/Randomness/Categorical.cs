using System.Numerics;

namespace Xmrl.Numerics.Randomness;

/// <summary>Distributions over n choices, by logits (log probabilities up to a common constant) or by probabilities. Sums in
/// double.</summary>
public static class Categorical
{
    /// <summary>log Σᵢ exp(lᵢ), computed from the largest logit so that nothing overflows.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logits">l; −∞ is a choice of probability 0. Shape [n], n ≥ 1.</param>
    /// <returns>The log of the normalizer; −∞ if all logits are −∞; NaN if one is NaN.</returns>
    /// <exception cref="ArgumentException">There are no logits.</exception>
    public static double LogNormalizer<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireChoices(logits.Length, nameof(logits));
        double largest = double.NegativeInfinity;
        foreach (T logit in logits)
        {
            largest = Math.Max(largest, double.CreateTruncating(logit));
        }

        if (double.IsInfinity(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (T logit in logits)
        {
            sum += Math.Exp(double.CreateTruncating(logit) - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>log p(choice) = l_choice − log Σᵢ exp(lᵢ).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logits">l. Shape [n], n ≥ 1.</param>
    /// <param name="choice">In [0, n).</param>
    /// <returns>The log probability in nats, ≤ 0 up to rounding.</returns>
    /// <exception cref="ArgumentException">There are no logits, or the choice is out of range.</exception>
    public static double LogProbability<T>(ReadOnlySpan<T> logits, int choice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(choice);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, logits.Length);
        return double.CreateTruncating(logits[choice]) - LogNormalizer(logits);
    }

    /// <summary>Entropy −Σᵢ pᵢ log pᵢ.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logits">l. Shape [n], n ≥ 1.</param>
    /// <returns>The entropy in nats, in [0, log n] up to rounding.</returns>
    /// <exception cref="ArgumentException">There are no logits.</exception>
    public static double Entropy<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double normalizer = LogNormalizer(logits);
        double sum = 0;
        foreach (T logit in logits)
        {
            double logProbability = double.CreateTruncating(logit) - normalizer;

            // p log p → 0 as p → 0, but 0 · −∞ is NaN.
            if (!double.IsNegativeInfinity(logProbability))
            {
                sum -= Math.Exp(logProbability) * logProbability;
            }
        }

        return sum;
    }

    /// <summary>KL(p ‖ q) = Σᵢ pᵢ (log pᵢ − log qᵢ).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logits">Logits of p. Shape [n], n ≥ 1.</param>
    /// <param name="otherLogits">Logits of q. Shape [n].</param>
    /// <returns>The divergence in nats, ≥ 0 up to rounding; +∞ if q excludes a choice that p does not.</returns>
    /// <exception cref="ArgumentException">There are no logits, or the lengths differ.</exception>
    public static double KullbackLeibler<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> otherLogits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(otherLogits.Length, logits.Length, nameof(otherLogits));
        double normalizer = LogNormalizer(logits);
        double otherNormalizer = LogNormalizer(otherLogits);
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double logProbability = double.CreateTruncating(logits[i]) - normalizer;
            if (!double.IsNegativeInfinity(logProbability))
            {
                sum += Math.Exp(logProbability) * (logProbability - (double.CreateTruncating(otherLogits[i]) - otherNormalizer));
            }
        }

        return sum;
    }

    /// <summary>Draws a choice by the inverse of the distribution function.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logits">l. Shape [n], n ≥ 1; finite or −∞, not all −∞.</param>
    /// <param name="key">Source of the draw.</param>
    /// <param name="index">Number of the draw: uses <see cref="RandomKey.UniformOpen"/> at this index.</param>
    /// <returns>A choice in [0, n), never one of probability 0.</returns>
    /// <exception cref="ArgumentException">There are no logits, or they are no distribution (NaN, +∞, all −∞).</exception>
    public static int Sample<T>(ReadOnlySpan<T> logits, RandomKey key, ulong index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double normalizer = LogNormalizer(logits);
        if (!double.IsFinite(normalizer))
        {
            throw new ArgumentException($"logits have the log normalizer {normalizer}; a finite one expected.", nameof(logits));
        }

        double rest = key.UniformOpen(index);
        int last = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double probability = Math.Exp(double.CreateTruncating(logits[i]) - normalizer);
            if (probability > 0)
            {
                last = i;
                rest -= probability;
                if (rest < 0)
                {
                    return i;
                }
            }
        }

        // The probabilities sum to 1 only up to rounding.
        return last;
    }

    /// <summary>Draws a choice with probability proportional to its weight.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="weights">Probabilities, or any finite weights ≥ 0 with a positive sum. Shape [n], n ≥ 1.</param>
    /// <param name="key">Source of the draw.</param>
    /// <param name="index">Number of the draw: uses <see cref="RandomKey.UniformOpen"/> at this index.</param>
    /// <returns>A choice in [0, n), never one of weight 0.</returns>
    /// <exception cref="ArgumentException">There are no weights, one is negative, infinite or NaN, or all are 0.</exception>
    public static int SampleWeighted<T>(ReadOnlySpan<T> weights, RandomKey key, ulong index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireChoices(weights.Length, nameof(weights));
        double sum = 0;
        foreach (T weight in weights)
        {
            if (!(weight >= T.Zero))
            {
                throw new ArgumentException($"weights hold {weight}; at least 0 expected.", nameof(weights));
            }

            sum += double.CreateTruncating(weight);
        }

        if (!(sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException($"weights sum to {sum}; a finite positive sum expected.", nameof(weights));
        }

        double rest = key.UniformOpen(index) * sum;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = double.CreateTruncating(weights[i]);
            if (weight > 0)
            {
                last = i;
                rest -= weight;
                if (rest < 0)
                {
                    return i;
                }
            }
        }

        // Subtracting one by one rounds otherwise than the sum did.
        return last;
    }

    private static void RequireChoices(int length, string parameter)
    {
        if (length == 0)
        {
            throw new ArgumentException($"{parameter} is empty; at least one choice expected.", parameter);
        }
    }

    private static void RequireLength(int found, int expected, string parameter)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{parameter} has {found} elements; {expected} expected.", parameter);
        }
    }
}
