using Xmrl.Numerics.Validation;

namespace Xmrl.Statistics;

/// <summary>Mean of the worst share of the scores (lower tail), CVaR: what the poorly adapted tasks get.</summary>
/// <seealso href="https://doi.org/10.1016/S0378-4266(02)00271-6">Rockafellar and Uryasev (2002), general loss distributions.</seealso>
internal static class ConditionalValueAtRisk
{
    /// <summary>The share of tasks that the project's tables call poor.</summary>
    public const double DefaultShare = 0.2;

    /// <summary>The mean of the lower tail.</summary>
    /// <param name="values">Scores in any order, higher is better, finite. Shape [n], n ≥ 1.</param>
    /// <param name="share">Share of the tail in (0, 1]; 1 gives the mean.</param>
    /// <returns>The mean of the share·n smallest scores; a value that lies partly in the tail counts with that part.</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> lies outside (0, 1].</exception>
    public static double Value(ReadOnlySpan<double> values, double share = DefaultShare)
    {
        SampleGuard.Check(values, 1, nameof(values));
        NumberRange.OpenClosed(0, 1).Require(share, nameof(share));

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double tail = share * sorted.Length, sum = 0;
        for (int i = 0; i < sorted.Length && i < tail; i++)
        {
            sum += sorted[i] * Math.Min(1, tail - i);
        }

        return sum / tail;
    }
}
