namespace Xmrl.Explain.Information;

/// <summary>
/// An estimate, in nats, of the information that θ carries about the set of mixing coefficients it was trained with:
/// I(θ; Λ) = mean_j E_{θ~P_j}[log P_j(θ) − log mean_k P_k(θ)], which lies in [0, log N].
/// </summary>
/// <remarks>Implementations are pure functions of the set (and of their seed, where they sample). Each one says whether it is a bound, and
/// of which side.</remarks>
internal interface IInformationEstimator
{
    /// <summary>The name used in configurations, logs and tables.</summary>
    public string Name { get; }

    /// <summary>The estimate.</summary>
    /// <param name="set">The N Gaussians.</param>
    /// <returns>Nats.</returns>
    public double Value(DiagonalGaussianSet set);

    /// <summary>The gradient of <see cref="Value"/> with respect to every mean and standard deviation.</summary>
    /// <param name="set">The N Gaussians.</param>
    /// <param name="byMeans">Receives ∂I/∂μ_jd (overwritten). Shape [N·d].</param>
    /// <param name="byStandardDeviations">Receives ∂I/∂σ_jd (overwritten). Shape [N·d].</param>
    /// <exception cref="ArgumentException">A destination has another length.</exception>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations);
}
