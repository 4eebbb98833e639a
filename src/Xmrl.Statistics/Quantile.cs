using Xmrl.Numerics.Validation;

namespace Xmrl.Statistics;

/// <summary>Sample quantiles with linear interpolation between order statistics.</summary>
/// <seealso href="https://doi.org/10.1080/00031305.1996.10473566">Hyndman and Fan (1996), type 7; the default of NumPy and R.</seealso>
internal static class Quantile
{
    /// <summary>The quantile of a sample.</summary>
    /// <param name="values">The sample in any order, finite. Shape [n].</param>
    /// <param name="probability">p in [0, 1].</param>
    /// <returns>The value at position p·(n − 1) of the sorted sample.</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> lies outside [0, 1].</exception>
    public static double Value(ReadOnlySpan<double> values, double probability)
    {
        SampleGuard.Check(values, 1, nameof(values));
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <summary>The quantile of a sorted sample.</summary>
    /// <param name="sorted">The sample, ascending. Shape [n], n ≥ 1.</param>
    /// <param name="probability">p in [0, 1].</param>
    /// <returns>The value at position p·(n − 1).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> lies outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        NumberRange.Closed(0, 1).Require(probability, nameof(probability));

        double position = probability * (sorted.Length - 1);
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
