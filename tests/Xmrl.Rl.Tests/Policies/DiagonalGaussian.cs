namespace Xmrl.Rl.Tests.Policies;

/// <summary>Normal distributions with independent components as plain formulas, to compare recorded policies with.</summary>
internal static class DiagonalGaussian
{
    /// <summary>log p(x) = −Σᵢ [½((xᵢ − μᵢ)/σᵢ)² + log σᵢ + ½ log 2π].</summary>
    public static double LogDensity(Real[] value, Real[] mean, Real[] logDeviation)
        => -value.Select((x, i) =>
        {
            double standardized = ((double)x - mean[i]) / Math.Exp(logDeviation[i]);
            return (0.5 * standardized * standardized) + logDeviation[i] + (0.5 * Math.Log(2 * Math.PI));
        }).Sum();

    /// <summary>KL(p ‖ q) = Σᵢ [log(σᵠᵢ/σᵖᵢ) + (σᵖᵢ² + (μᵖᵢ − μᵠᵢ)²) / (2σᵠᵢ²) − ½].</summary>
    public static double KullbackLeibler(Real[] mean, Real[] logDeviation, Real[] otherMean, Real[] otherLogDeviation)
        => mean.Select((_, i) =>
        {
            double logRatio = (double)logDeviation[i] - otherLogDeviation[i];
            double shift = ((double)mean[i] - otherMean[i]) / Math.Exp(otherLogDeviation[i]);
            return (0.5 * (Math.Exp(2 * logRatio) + (shift * shift) - 1)) - logRatio;
        }).Sum();
}
