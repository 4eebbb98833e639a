namespace Xmrl.Explain.Information;

/// <summary>
/// Equation (8) of the method's paper as printed: mean_j log(1/‖σ_j‖) − log mean_j (1/‖σ_j‖). A diagnostic, never an objective.
/// </summary>
/// <remarks>
/// The derivation substitutes θ = μ_j + σ_j∘ζ into every component of the mixture, as if each were evaluated at its own sample. What is
/// left is E[log X] − log E[X] with X = 1/‖σ‖, which Jensen's inequality makes ≤ 0, with equality only where all norms are equal: it cannot
/// be the (non-negative) conditional mutual information of Theorem 2, and maximising it pulls the norms together. √|σᵀσ| is the norm of the
/// column σ. The means do not enter.
/// </remarks>
internal sealed class PaperEquation8 : IInformationEstimator
{
    private const double SeriesLimit = 0.3;

    /// <inheritdoc/>
    public string Name => nameof(PaperEquation8);

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set)
    {
        // −log mean exp(t_j), where t_j = mean_k log‖σ_k‖ − log‖σ_j‖ sums to zero.
        double[] exponents = CentredExponents(new DeviationNorms(set));
        double largest = 0, second = 0;
        foreach (double t in exponents)
        {
            largest = Math.Max(largest, Math.Abs(t));
        }

        if (largest > SeriesLimit)
        {
            return -NearOne.LogMeanExp(exponents);
        }

        foreach (double t in exponents)
        {
            second += NearOne.ExpMinusOneMinus(t);
        }

        return -NearOne.LogOnePlus(second / set.Count);
    }

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        DeviationNorms norms = new(set);
        double[] exponents = CentredExponents(norms);
        double logMean = NearOne.LogMeanExp(exponents);
        for (int j = 0; j < set.Count; j++)
        {
            // ∂/∂log‖σ_j‖ = softmax_j − 1/N = (exp(t_j − log mean exp t) − 1)/N.
            double byLogNorm = NearOne.ExpMinusOne(exponents[j] - logMean) / set.Count;
            double square = norms.MeanSquare * norms.Ratio[j];
            ReadOnlySpan<double> sigma = set.StandardDeviation(j);
            Span<double> row = byStandardDeviations.Slice(j * set.Dimension, set.Dimension);
            for (int d = 0; d < row.Length; d++)
            {
                row[d] = byLogNorm * sigma[d] / square;
            }
        }
    }

    private static double[] CentredExponents(DeviationNorms norms)
    {
        double[] exponents = new double[norms.Ratio.Length];
        double mean = 0;
        for (int j = 0; j < exponents.Length; j++)
        {
            exponents[j] = -0.5 * NearOne.Log(norms.Ratio[j], norms.Excess[j]);
            mean += exponents[j] / exponents.Length;
        }

        for (int j = 0; j < exponents.Length; j++)
        {
            exponents[j] -= mean;
        }

        return exponents;
    }
}
