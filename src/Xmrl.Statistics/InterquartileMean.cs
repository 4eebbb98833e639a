namespace Xmrl.Statistics;

/// <summary>Mean of the middle half: ⌊n/4⌋ of the sorted scores are cut from each end, as in SciPy's trim_mean(0.25) that rliable
/// uses.</summary>
/// <seealso href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), §4.</seealso>
internal static class InterquartileMean
{
    /// <summary>The interquartile mean.</summary>
    /// <param name="values">Scores in any order, finite. Shape [n], n ≥ 1.</param>
    /// <returns>The mean of the values kept.</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static double Value(ReadOnlySpan<double> values)
    {
        SampleGuard.Check(values, 1, nameof(values));
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int cut = sorted.Length / 4;
        return Moments.MeanOf(sorted.AsSpan(cut, sorted.Length - (2 * cut)));
    }
}
