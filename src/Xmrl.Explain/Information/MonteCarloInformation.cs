using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Information;

/// <summary>
/// I by sampling: mean over j and draws of log P_j(θ) − log mean_k P_k(θ) at θ = μ_j + σ_j∘ζ, ζ ~ N(0, I).
/// </summary>
/// <remarks>
/// Unbiased; a diagnostic, because at separations of 1e-4 nats it needs many draws to rise above its own noise. Each draw is one ζ used for
/// every j and with both signs, which cancels the terms of first order in the separations. The gradient is the exact derivative of the
/// sampled value (pathwise through θ), so that a fixed key makes a smooth function. Every sampled term is ≤ log N. Cost O(draws·N²·d).
/// </remarks>
internal sealed class MonteCarloInformation : IInformationEstimator
{
    private readonly RandomKey _key;

    /// <summary>Chooses the number of draws and their random key.</summary>
    /// <param name="draws">Number of ζ, ≥ 1; each is used with both signs for every component.</param>
    /// <param name="key">Key of the draws: the same key gives the same bits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draws"/> is below one.</exception>
    public MonteCarloInformation(int draws, RandomKey key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        Draws = draws;
        _key = key;
    }

    /// <inheritdoc/>
    public string Name => nameof(MonteCarloInformation);

    /// <summary>Number of ζ drawn.</summary>
    public int Draws { get; }

    /// <inheritdoc/>
    public double Value(DiagonalGaussianSet set) => Estimate(set).Value;

    /// <summary>The estimate with its standard error over the draws.</summary>
    /// <param name="set">The N Gaussians.</param>
    /// <returns>Nats.</returns>
    public MonteCarloEstimate Estimate(DiagonalGaussianSet set)
    {
        Real[] noise = new Real[set.Dimension];
        double[] exponents = new double[set.Count];
        double mean = 0, squares = 0;
        for (int m = 0; m < Draws; m++)
        {
            Draw(m, noise);
            double value = 0;
            for (int j = 0; j < set.Count; j++)
            {
                for (int sign = -1; sign <= 1; sign += 2)
                {
                    Exponents(set, j, sign, noise, exponents);
                    value -= NearOne.LogMeanExp(exponents);
                }
            }

            value /= 2 * set.Count;
            double difference = value - mean;
            mean += difference / (m + 1);
            squares += difference * (value - mean);
        }

        return new(mean, Draws > 1 ? Math.Sqrt(squares / (Draws - 1) / Draws) : double.PositiveInfinity);
    }

    /// <inheritdoc/>
    public void Gradient(DiagonalGaussianSet set, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        set.CheckAndClear(byMeans, byStandardDeviations);
        Real[] noise = new Real[set.Dimension];
        double[] weights = new double[set.Count];
        double scale = -1.0 / (2.0 * set.Count * Draws);
        for (int m = 0; m < Draws; m++)
        {
            Draw(m, noise);
            for (int j = 0; j < set.Count; j++)
            {
                for (int sign = -1; sign <= 1; sign += 2)
                {
                    Exponents(set, j, sign, noise, weights);
                    NearOne.Softmax(weights);
                    Accumulate(set, j, sign, noise, new Accumulator(weights, scale, byMeans, byStandardDeviations));
                }
            }
        }
    }

    private void Draw(int m, Span<Real> noise) => _key.Derive((ulong)m).FillNormal(0, noise);

    /// <summary>a_k = log P_k(θ) − log P_j(θ): with e = ((μ_j − μ_k) + (σ_j − σ_k)ζ)/σ_k, a_k = Σ_d log(σ_j/σ_k) − e(ζ + e/2).</summary>
    private static void Exponents(DiagonalGaussianSet set, int j, int sign, ReadOnlySpan<Real> noise, Span<double> exponents)
    {
        ReadOnlySpan<double> mean = set.Mean(j), sigma = set.StandardDeviation(j);
        for (int k = 0; k < set.Count; k++)
        {
            ReadOnlySpan<double> otherMean = set.Mean(k), otherSigma = set.StandardDeviation(k);
            double sum = 0;
            for (int d = 0; d < noise.Length && k != j; d++)
            {
                double zeta = sign * noise[d], gap = sigma[d] - otherSigma[d];
                double e = (mean[d] - otherMean[d] + (gap * zeta)) / otherSigma[d];
                sum += NearOne.Log(sigma[d] / otherSigma[d], gap / otherSigma[d]) - (e * (zeta + (0.5 * e)));
            }

            exponents[k] = sum;
        }
    }

    private static void Accumulate(DiagonalGaussianSet set, int j, int sign, ReadOnlySpan<Real> noise, Accumulator into)
    {
        ReadOnlySpan<double> means = set.Means, sigmas = set.StandardDeviations;
        int first = j * set.Dimension;
        for (int k = 0; k < set.Count; k++)
        {
            int second = k * set.Dimension;
            double weight = into.Scale * into.Weights[k];
            for (int d = 0; d < noise.Length && k != j && weight != 0; d++)
            {
                // With t = (θ − μ_k)/σ_k: ∂a_k by μ_j, σ_j, σ_k is −t/σ_k, 1/σ_j − tζ/σ_k, (t² − 1)/σ_k.
                double zeta = sign * noise[d], sigma = sigmas[first + d], other = sigmas[second + d];
                double t = (means[first + d] - means[second + d] + (sigma * zeta)) / other;
                into.ByMeans[first + d] -= weight * t / other;
                into.ByMeans[second + d] += weight * t / other;
                into.ByStandardDeviations[first + d] += weight * ((1 / sigma) - (t * zeta / other));
                into.ByStandardDeviations[second + d] += weight * ((t * t) - 1) / other;
            }
        }
    }

    private readonly ref struct Accumulator(
        ReadOnlySpan<double> weights, double scale, Span<double> byMeans, Span<double> byStandardDeviations)
    {
        public readonly ReadOnlySpan<double> Weights = weights;
        public readonly double Scale = scale;
        public readonly Span<double> ByMeans = byMeans;
        public readonly Span<double> ByStandardDeviations = byStandardDeviations;
    }
}
