namespace Xmrl.Explain.Information;

/// <summary>Upper bound I ≤ −mean_j log mean_k exp(−KL(P_j‖P_k)).</summary>
/// <remarks>In [0, log N]; exact for equal and for far components, 2·<see cref="SmallSeparation"/> in the limit of small separations. Cost
/// O(N²·d).</remarks>
/// <seealso href="https://doi.org/10.3390/e19070361">Kolchinsky and Tracey (2017), equation 10 with the Kullback-Leibler
/// divergence.</seealso>
internal sealed class PairwiseUpperBound : IInformationEstimator
{
    /// <inheritdoc/>
    public string Name => nameof(PairwiseUpperBound);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set) => PairwiseInformation<KullbackLeibler>.Value(set);

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations) =>
        PairwiseInformation<KullbackLeibler>.Gradient(set, byMeans, byStandardDeviations);
}
