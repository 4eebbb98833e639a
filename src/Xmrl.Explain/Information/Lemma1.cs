namespace Xmrl.Explain.Information;

/// <summary>
/// The quantity whose gradient Lemma 1 prints, made dimensionally right: log‖Σ_j σ_j‖ − log N − (1/N) Σ_j log‖σ_j‖.
/// </summary>
/// <remarks>
/// The paper's gradient leaves the constant open; −log N is the one that makes the value zero where all σ_j are equal
/// (log‖Nσ‖ = log N + log‖σ‖), that is log‖mean_j σ_j‖ − mean_j log‖σ_j‖. With ∇‖σ‖ = σᵀ∇σ/‖σ‖ the gradient is
/// ∂/∂σ_jd = (1/N)[m_d/‖m‖² − σ_jd/‖σ_j‖²], m = mean_j σ_j. The means μ_j do not enter: their gradient is zero.
/// It is no bound on I. For d = 1, and wherever the σ_j are proportional, it is ≥ 0 by Jensen's inequality; where they point to different
/// directions it can be negative, down to −½ log N (‖Σσ_j‖² ≥ Σ‖σ_j‖² for positive vectors).
/// </remarks>
/// <seealso cref="PaperEquation8"/>
internal sealed class Lemma1 : IInformationEstimator
{
    /// <inheritdoc/>
    public string Name => nameof(Lemma1);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set)
    {
        // −½ mean_j log(1 + r_j) = −½ [mean r + mean(log(1 + r_j) − r_j)].
        DeviationNorms norms = new(set);
        double sum = 0;
        for (int j = 0; j < set.Count; j++)
        {
            sum += NearOne.LogMinusExcess(norms.Ratio[j], norms.Excess[j]);
        }

        return -0.5 * (norms.MeanExcess + (sum / set.Count));
    }

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        DeviationNorms norms = new(set);
        for (int j = 0; j < set.Count; j++)
        {
            Span<double> row = byStandardDeviations.Slice(j * set.Dimension, set.Dimension);
            for (int d = 0; d < row.Length; d++)
            {
                // m/‖m‖² − σ_j/‖σ_j‖² = (m·r_j − (σ_j − m))/‖σ_j‖².
                row[d] = ((norms.Mean[d] * norms.Excess[j]) - norms.Difference(j, d)) / (norms.MeanSquare * norms.Ratio[j]) / set.Count;
            }
        }
    }
}
