namespace Xmrl.Explain.Information;

/// <summary>
/// The limit of components that differ little: ½ Σ_d var_j(μ_jd)/σ_d² + Σ_d var_j(log σ_jd), where σ_d is the geometric mean of σ_jd over
/// j.
/// </summary>
/// <remarks>
/// With separations of order ε the value is of order ε² and differs from I by a relative O(ε²) if only means differ, O(ε) if deviations
/// differ too: the Fisher information of (μ, log σ) is (1/σ², 2). It is ≥ 0, free of sampling noise, and neither bound nor bounded by log
/// N: read it beside <see cref="PairwiseBounds"/>, whose two sides are ½ and 2 times this value in the limit. Cost O(N·d).
/// </remarks>
internal sealed class SmallSeparation : IInformationEstimator
{
    /// <inheritdoc/>
    public string Name => nameof(SmallSeparation);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set)
    {
        double sum = 0;
        double[] logs = new double[set.Count];
        for (int d = 0; d < set.Dimension; d++)
        {
            DimensionMoments m = DimensionMoments.Of(set, d);
            double geometric = m.Scale * Math.Exp(CentredLogs(set, d, m, logs));
            double variance = 0;
            foreach (double log in logs)
            {
                variance += log * log;
            }

            sum += (0.5 * m.MeanVariance / geometric / geometric) + (variance / set.Count);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        double[] logs = new double[set.Count];
        for (int d = 0; d < set.Dimension; d++)
        {
            DimensionMoments m = DimensionMoments.Of(set, d);
            double geometric = m.Scale * Math.Exp(CentredLogs(set, d, m, logs));
            double separation = m.MeanVariance / geometric / geometric;
            for (int j = 0, i = d; j < set.Count; j++, i += set.Dimension)
            {
                byMeans[i] = m.MeanDifference(set, i, d) / geometric / geometric / set.Count;
                byStandardDeviations[i] = ((2 * logs[j]) - separation) / set.StandardDeviations[i] / set.Count;
            }
        }
    }

    /// <summary>Writes log σ_jd − mean_j log σ_jd and returns mean_j log(σ_jd/c).</summary>
    private static double CentredLogs(DiagonalGaussianSet set, int d, DimensionMoments m, double[] logs)
    {
        double mean = 0;
        for (int j = 0, i = d; j < logs.Length; j++, i += set.Dimension)
        {
            logs[j] = NearOne.Log(set.StandardDeviations[i] / m.Scale, m.Excess(set, i, d));
            mean += logs[j] / logs.Length;
        }

        for (int j = 0; j < logs.Length; j++)
        {
            logs[j] -= mean;
        }

        return mean;
    }
}
