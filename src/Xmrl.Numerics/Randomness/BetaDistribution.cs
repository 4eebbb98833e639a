using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Randomness;

/// <summary>The beta distribution on [0, 1], density proportional to xᵃ⁻¹(1 − x)ᵇ⁻¹.</summary>
public static class BetaDistribution
{
    /// <summary>One draw: X / (X + Y) with gamma variables X of shape a and Y of shape b.</summary>
    /// <param name="a">a &gt; 0, finite.</param>
    /// <param name="b">b &gt; 0, finite.</param>
    /// <param name="key">Source of the draw; it is used up, derive one key per draw.</param>
    /// <returns>A value in [0, 1]; the ends are reached only by rounding, for small a or b. The same bits in both precisions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and positive.</exception>
    /// <remarks>Computed from the difference of logarithms, so it is exact also where X and Y would both underflow.</remarks>
    /// <seealso href="https://doi.org/10.1007/978-1-4613-8643-8">Devroye (1986), Non-uniform random variate generation, chapter
    /// IX.4.</seealso>
    public static double Sample(double a, double b, RandomKey key)
    {
        NumberRange.Positive.Require(a, nameof(a));
        NumberRange.Positive.Require(b, nameof(b));
        double logX = GammaDistribution.SampleLog(a, key.Derive(0));
        double logY = GammaDistribution.SampleLog(b, key.Derive(1));
        return 1 / (1 + Math.Exp(logY - logX));
    }
}
