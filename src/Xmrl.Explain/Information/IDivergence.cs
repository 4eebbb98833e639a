namespace Xmrl.Explain.Information;

/// <summary>A divergence between two one-dimensional Gaussians N(μ, σ²) and N(μ', σ'²); diagonal Gaussians add it over
/// parameters.</summary>
internal interface IDivergence
{
    /// <summary>The divergence of the first from the second.</summary>
    /// <param name="difference">Difference of the means μ − μ', finite.</param>
    /// <param name="first">Standard deviation σ of the first Gaussian, &gt; 0.</param>
    /// <param name="second">Standard deviation σ' of the second Gaussian, &gt; 0.</param>
    public static abstract double Value(double difference, double first, double second);

    /// <summary>Its derivatives by (μ − μ', σ, σ').</summary>
    public static abstract (double ByDifference, double ByFirst, double BySecond) Derivatives(
        double difference, double first, double second);
}
