namespace Xmrl.Explain.Information;

/// <summary>
/// Upper bound by the Gaussian of equal moments: ½ Σ_d [log(mean_j σ_jd² + var_j μ_jd) − mean_j log σ_jd²].
/// </summary>
/// <remarks>
/// A mixture has at most the entropy of the diagonal Gaussian with its variances, so I ≤ this value; it is ≥ 0 but not bounded by log N.
/// Zero exactly where all components are equal. Cost O(N·d).
/// </remarks>
/// <seealso href="https://doi.org/10.1109/MFI.2008.4648062">Huber, Bailey, Durrant-Whyte and Hanebeck (2008), entropy of Gaussian
/// mixtures.</seealso>
internal sealed class MomentMatched : IInformationEstimator
{
    /// <inheritdoc/>
    public string Name => nameof(MomentMatched);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set)
    {
        double sum = 0;
        for (int d = 0; d < set.Dimension; d++)
        {
            DimensionMoments m = DimensionMoments.Of(set, d);
            double onePlusSpread = 1 + m.ScaleSpread;
            double between = NearOne.LogOnePlus(m.MeanVariance / (m.Scale * m.Scale * onePlusSpread));

            // log mean σ² − mean log σ² = −mean[log(1 + u) − u] with u_j = σ_j²/mean σ² − 1, whose mean is zero.
            double within = 0;
            for (int i = d; i < set.Means.Length; i += set.Dimension)
            {
                double excess = m.Excess(set, i, d);
                double ratio = set.StandardDeviations[i] / m.Scale;
                within -= NearOne.LogMinusExcess(ratio * ratio / onePlusSpread, (((2 + excess) * excess) - m.ScaleSpread) / onePlusSpread);
            }

            sum += 0.5 * (between + (within / set.Count));
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        for (int d = 0; d < set.Dimension; d++)
        {
            // With Q = mean σ² + var μ: ∂/∂μ_j = (μ_j − mean μ)/(N·Q), ∂/∂σ_j = (σ_j² − Q)/(N·Q·σ_j).
            DimensionMoments m = DimensionMoments.Of(set, d);
            double square = m.Scale * m.Scale;
            double total = (square * (1 + m.ScaleSpread)) + m.MeanVariance;
            for (int i = d; i < byMeans.Length; i += set.Dimension)
            {
                double excess = m.Excess(set, i, d);
                double difference = (square * (((2 + excess) * excess) - m.ScaleSpread)) - m.MeanVariance;
                byMeans[i] = m.MeanDifference(set, i, d) / total / set.Count;
                byStandardDeviations[i] = difference / total / set.StandardDeviations[i] / set.Count;
            }
        }
    }
}
