namespace Xmrl.Explain.Information;

/// <summary>Lower bound −mean_j log mean_k exp(−BD(P_j, P_k)) ≤ I with the Bhattacharyya distance BD (Chernoff-½ divergence).</summary>
/// <remarks>In [0, log N]; exact for equal and for far components, ½·<see cref="SmallSeparation"/> in the limit of small separations. Cost
/// O(N²·d).</remarks>
/// <seealso href="https://doi.org/10.3390/e19070361">Kolchinsky and Tracey (2017), equation 10 with α = ½.</seealso>
internal sealed class PairwiseLowerBound : IInformationEstimator
{
    /// <inheritdoc/>
    public string Name => nameof(PairwiseLowerBound);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set) => PairwiseInformation<Bhattacharyya>.Value(set);

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations) =>
        PairwiseInformation<Bhattacharyya>.Gradient(set, byMeans, byStandardDeviations);
}
