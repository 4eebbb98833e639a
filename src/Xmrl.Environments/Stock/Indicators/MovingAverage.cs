using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.Stock.Indicators;

/// <summary>Means over a trailing window: value t uses days max(0, t − window + 1) … t.</summary>
internal static class MovingAverage
{
    /// <summary>The plain mean.</summary>
    /// <param name="values">x₀ … x_{D−1}. Shape [D].</param>
    /// <param name="window">Days, ≥ 1; the first values average over what there is.</param>
    /// <param name="averages">Receives the means. Shape [D]; no overlap with the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the window is not positive.</exception>
    public static void Simple(ReadOnlySpan<double> values, int window, Span<double> averages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        Lengths.Require(values.Length, averages.Length, nameof(averages));
        for (int t = 0; t < values.Length; t++)
        {
            ReadOnlySpan<double> seen = Window(values, t, window);
            double sum = 0;
            foreach (double value in seen)
            {
                sum += value;
            }

            averages[t] = sum / seen.Length;
        }
    }

    /// <summary>The exponentially weighted mean, weights normalised: y_t = Σ_k (1 − α)^k x_{t−k} / Σ_k (1 − α)^k.</summary>
    /// <param name="values">x₀ … x_{D−1}. Shape [D].</param>
    /// <param name="alpha">α in (0, 1]: 2/(n + 1) for a span of n days, 1/n for Wilder's smoothing.</param>
    /// <param name="averages">Receives y. Shape [D]; may be the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or α lies outside (0, 1].</exception>
    /// <remarks>As pandas' <c>ewm(adjust=True)</c>, which stockstats and therefore FinRL use.</remarks>
    public static void Exponential(ReadOnlySpan<double> values, double alpha, Span<double> averages)
    {
        NumberRange.OpenClosed(0, 1).Require(alpha, nameof(alpha));

        Lengths.Require(values.Length, averages.Length, nameof(averages));
        double sum = 0;
        double weight = 0;
        for (int t = 0; t < values.Length; t++)
        {
            sum = values[t] + ((1 - alpha) * sum);
            weight = 1 + ((1 - alpha) * weight);
            averages[t] = sum / weight;
        }
    }

    /// <summary>The trailing days that value t may use.</summary>
    internal static ReadOnlySpan<double> Window(ReadOnlySpan<double> values, int t, int window)
    {
        int first = Math.Max(0, t - window + 1);
        return values[first..(t + 1)];
    }
}
