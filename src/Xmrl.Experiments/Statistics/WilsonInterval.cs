using MathNet.Numerics.Distributions;
using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Statistics;

/// <summary>Wilson's score interval for a success share: honest near 0 and 1, where mean ± error leaves [0, 1].</summary>
/// <seealso href="https://doi.org/10.1080/01621459.1927.10502953">Wilson (1927), Probable inference.</seealso>
public static class WilsonInterval
{
    /// <summary>The share of successes and its interval.</summary>
    /// <param name="successes">k in [0, n].</param>
    /// <param name="trials">n ≥ 1 independent trials.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>k/n and an interval inside [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Interval Value(int successes, int trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        SampleGuard.CheckOpenShare(level, nameof(level));
        double z = Normal.InvCDF(0, 1, 0.5 * (1 + level)), share = (double)successes / trials;
        double weight = z * z / trials;
        double centre = (share + (0.5 * weight)) / (1 + weight);
        double reach = z / (1 + weight) * Math.Sqrt((share * (1 - share) / trials) + (weight / (4 * trials)));

        // At the ends the formula gives 0 or 1 up to rounding.
        return new(share, successes == 0 ? 0 : centre - reach, successes == trials ? 1 : centre + reach);
    }
}
