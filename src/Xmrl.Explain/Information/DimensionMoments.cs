namespace Xmrl.Explain.Information;

/// <summary>Moments over the components j of one parameter d, taken as differences from component 0 so that equal components give exactly
/// zero.</summary>
/// <param name="MeanShift">mean_j μ_jd − μ_0d.</param>
/// <param name="MeanVariance">S = mean_j (μ_jd − mean μ_d)².</param>
/// <param name="Scale">c = mean_j σ_jd.</param>
/// <param name="ScaleShift">c − σ_0d.</param>
/// <param name="ScaleSpread">v = mean_j ε_j², ε_j = σ_jd/c − 1; hence mean_j σ_jd² = c²(1 + v).</param>
internal readonly record struct DimensionMoments(double MeanShift, double MeanVariance, double Scale, double ScaleShift, double ScaleSpread)
{
    public static DimensionMoments Of(DiagonalGaussianSet set, int d)
    {
        int n = set.Count, stride = set.Dimension;
        ReadOnlySpan<double> means = set.Means, deviations = set.StandardDeviations;
        double meanShift = 0, scaleShift = 0;
        for (int i = d; i < means.Length; i += stride)
        {
            meanShift += (means[i] - means[d]) / n;
            scaleShift += (deviations[i] - deviations[d]) / n;
        }

        double scale = deviations[d] + scaleShift, variance = 0, spread = 0;
        for (int i = d; i < means.Length; i += stride)
        {
            double mean = means[i] - means[d] - meanShift;
            double excess = (deviations[i] - deviations[d] - scaleShift) / scale;
            variance += mean * mean / n;
            spread += excess * excess / n;
        }

        return new(meanShift, variance, scale, scaleShift, spread);
    }

    /// <summary>μ_jd − mean μ_d, where i is the position of (j, d).</summary>
    public double MeanDifference(DiagonalGaussianSet set, int i, int d) => set.Means[i] - set.Means[d] - MeanShift;

    /// <summary>ε_j = σ_jd/c − 1.</summary>
    public double Excess(DiagonalGaussianSet set, int i, int d) =>
        (set.StandardDeviations[i] - set.StandardDeviations[d] - ScaleShift) / Scale;
}
