using System.Numerics;

namespace Xmrl.Numerics.Randomness;

/// <summary>Normal distributions with independent components, by mean and logarithm of the standard deviation. Sums in double.</summary>
public static class DiagonalGaussian
{
    private static readonly double LogRootTau = 0.5 * Math.Log(Math.Tau);

    /// <summary>log p(x) = −Σᵢ [½((xᵢ − μᵢ)/σᵢ)² + log σᵢ + ½ log 2π].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="value">x. Shape [A].</param>
    /// <param name="mean">μ. Shape [A].</param>
    /// <param name="logStandardDeviation">log σ. Shape [A].</param>
    /// <returns>The log density in nats; 0 for A = 0. NaN propagates.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double LogDensity<T>(ReadOnlySpan<T> value, ReadOnlySpan<T> mean, ReadOnlySpan<T> logStandardDeviation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(mean.Length, value.Length, nameof(mean));
        RequireLength(logStandardDeviation.Length, value.Length, nameof(logStandardDeviation));
        double sum = 0;
        for (int i = 0; i < value.Length; i++)
        {
            double logDeviation = double.CreateTruncating(logStandardDeviation[i]);
            double standardized = (double.CreateTruncating(value[i]) - double.CreateTruncating(mean[i])) * Math.Exp(-logDeviation);
            sum -= (0.5 * standardized * standardized) + logDeviation + LogRootTau;
        }

        return sum;
    }

    /// <summary>Differential entropy Σᵢ [½ + ½ log 2π + log σᵢ].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="logStandardDeviation">log σ. Shape [A].</param>
    /// <returns>The entropy in nats; may be negative.</returns>
    public static double Entropy<T>(ReadOnlySpan<T> logStandardDeviation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T logDeviation in logStandardDeviation)
        {
            sum += double.CreateTruncating(logDeviation) + LogRootTau + 0.5;
        }

        return sum;
    }

    /// <summary>KL(p ‖ q) = Σᵢ [log(σᵠᵢ/σᵖᵢ) + (σᵖᵢ² + (μᵖᵢ − μᵠᵢ)²) / (2σᵠᵢ²) − ½].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="mean">μ of p. Shape [A].</param>
    /// <param name="logStandardDeviation">log σ of p. Shape [A].</param>
    /// <param name="otherMean">μ of q. Shape [A].</param>
    /// <param name="otherLogStandardDeviation">log σ of q. Shape [A].</param>
    /// <returns>The divergence in nats, ≥ 0 up to rounding.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double KullbackLeibler<T>(
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> logStandardDeviation,
        ReadOnlySpan<T> otherMean,
        ReadOnlySpan<T> otherLogStandardDeviation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(logStandardDeviation.Length, mean.Length, nameof(logStandardDeviation));
        RequireLength(otherMean.Length, mean.Length, nameof(otherMean));
        RequireLength(otherLogStandardDeviation.Length, mean.Length, nameof(otherLogStandardDeviation));
        double sum = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double otherLogDeviation = double.CreateTruncating(otherLogStandardDeviation[i]);
            double logRatio = double.CreateTruncating(logStandardDeviation[i]) - otherLogDeviation;
            double shift = (double.CreateTruncating(mean[i]) - double.CreateTruncating(otherMean[i])) * Math.Exp(-otherLogDeviation);
            sum += (0.5 * (Math.Exp(2 * logRatio) + (shift * shift) - 1)) - logRatio;
        }

        return sum;
    }

    private static void RequireLength(int found, int expected, string parameter)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{parameter} has {found} elements; {expected} expected.", parameter);
        }
    }
}
