namespace Xmrl.Statistics;

/// <summary>Size, mean and standard deviation of a sample, as in the papers' "mean ± std".</summary>
/// <param name="Count">n ≥ 1.</param>
/// <param name="Mean">(1/n) Σ xᵢ.</param>
/// <param name="StandardDeviation">√(Σ (xᵢ − mean)²/(n − 1)); NaN for n = 1, where it is undefined.</param>
internal readonly record struct Moments(int Count, double Mean, double StandardDeviation)
{
    /// <summary>Computes them in two passes.</summary>
    /// <param name="values">The sample, finite. Shape [n].</param>
    /// <returns>The moments.</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        double mean = MeanOf(values);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new(values.Length, mean, values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : double.NaN);
    }

    /// <summary>The mean alone.</summary>
    /// <param name="values">The sample, finite. Shape [n].</param>
    /// <returns>(1/n) Σ xᵢ.</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        SampleGuard.Check(values, 1, nameof(values));
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
