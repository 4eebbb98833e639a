namespace Xmrl.Explain.Information;

/// <summary>−mean_j log mean_k exp(−C(P_j‖P_k)) and its gradient, for any divergence C ≥ 0.</summary>
/// <remarks>C(P_j‖P_j) = 0 keeps the inner mean ≥ 1/N, so the value lies in [0, log N] whatever the separation. Cost O(N²·d).</remarks>
internal static class PairwiseInformation<TDivergence>
    where TDivergence : struct, IDivergence
{
    public static double Value(DiagonalGaussianSet set)
    {
        double[] exponents = new double[set.Count];
        double sum = 0;
        for (int j = 0; j < set.Count; j++)
        {
            Exponents(set, j, exponents);
            sum -= NearOne.LogMeanExp(exponents);
        }

        return sum / set.Count;
    }

    public static void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        double[] weights = new double[set.Count];
        for (int j = 0; j < set.Count; j++)
        {
            // ∂/∂C_jk = softmax_k(−C_jk)/N.
            Exponents(set, j, weights);
            NearOne.Softmax(weights);
            for (int k = 0; k < set.Count; k++)
            {
                // A weight of zero belongs to a pair so far apart that its derivatives may overflow.
                if (k != j && weights[k] > 0)
                {
                    Accumulate(set, (j, k), weights[k] / set.Count, byMeans, byStandardDeviations);
                }
            }
        }
    }

    private static void Exponents(DiagonalGaussianSet set, int j, Span<double> exponents)
    {
        ReadOnlySpan<double> mean = set.Mean(j), sigma = set.StandardDeviation(j);
        for (int k = 0; k < set.Count; k++)
        {
            ReadOnlySpan<double> otherMean = set.Mean(k), otherSigma = set.StandardDeviation(k);
            double divergence = 0;
            for (int d = 0; d < mean.Length && k != j; d++)
            {
                divergence += TDivergence.Value(mean[d] - otherMean[d], sigma[d], otherSigma[d]);
            }

            exponents[k] = -divergence;
        }
    }

    private static void Accumulate(
        DiagonalGaussianSet set, (int J, int K) pair, double weight, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        ReadOnlySpan<double> means = set.Means, sigmas = set.StandardDeviations;
        int j = pair.J * set.Dimension, k = pair.K * set.Dimension;
        for (int d = 0; d < set.Dimension; d++)
        {
            (double byDifference, double byFirst, double bySecond) =
                TDivergence.Derivatives(means[j + d] - means[k + d], sigmas[j + d], sigmas[k + d]);
            byMeans[j + d] += weight * byDifference;
            byMeans[k + d] -= weight * byDifference;
            byStandardDeviations[j + d] += weight * byFirst;
            byStandardDeviations[k + d] += weight * bySecond;
        }
    }
}
