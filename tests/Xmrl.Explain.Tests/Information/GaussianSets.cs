using Xmrl.Explain.Information;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.Information;

/// <summary>Sets of Gaussians for the tests, the estimators by name, and the information by numerical integration.</summary>
internal static class GaussianSets
{
    private const double ReachInDeviations = 10;

    public static readonly string[] EstimatorNames =
    [
        nameof(MomentMatched), nameof(SmallSeparation), nameof(PairwiseLowerBound), nameof(PairwiseUpperBound),
        nameof(Lemma1), nameof(PaperEquation8), nameof(MonteCarloInformation),
    ];

    public static IInformationEstimator Create(string name, int draws = 32) => name switch
    {
        nameof(MomentMatched) => new MomentMatched(),
        nameof(SmallSeparation) => new SmallSeparation(),
        nameof(PairwiseLowerBound) => new PairwiseLowerBound(),
        nameof(PairwiseUpperBound) => new PairwiseUpperBound(),
        nameof(Lemma1) => new Lemma1(),
        nameof(PaperEquation8) => new PaperEquation8(),
        _ => new MonteCarloInformation(draws, RandomKey.FromSeed(99)),
    };

    /// <summary>Component j has means 0.3·d + separation·z and deviations exp(separation·spread·z'), z normal.</summary>
    public static DiagonalGaussianSet Random(int count, int dimension, double separation, double spread = 0.5, ulong seed = 1)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        Real[] noise = new Real[2 * count * dimension];
        key.FillNormal(0, noise);
        double[] means = new double[count * dimension], deviations = new double[count * dimension];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = (0.3 * (i % dimension)) + (separation * noise[i]);
            deviations[i] = Math.Exp(separation * spread * noise[means.Length + i]);
        }

        return new(count, dimension, means, deviations);
    }

    /// <summary>The information in one or two dimensions by the trapezoidal rule, which converges exponentially here.</summary>
    public static double Integrate(DiagonalGaussianSet set, double stepInDeviations)
    {
        (double low0, double high0, double step0) = Range(set, 0, stepInDeviations);
        (double low1, double high1, double step1) = set.Dimension == 2 ? Range(set, 1, stepInDeviations) : (0, 0.5, 1);
        double sum = 0;
        double[] logs = new double[set.Count];
        for (double x = low0; x < high0; x += step0)
        {
            for (double y = low1; y < high1; y += step1)
            {
                double mixture = 0;
                for (int j = 0; j < set.Count; j++)
                {
                    logs[j] = LogDensity(set, j, 0, x) + (set.Dimension == 2 ? LogDensity(set, j, 1, y) : 0);
                    mixture += Math.Exp(logs[j]) / set.Count;
                }

                foreach (double log in logs)
                {
                    double density = Math.Exp(log);
                    sum += density > 0 ? density * (log - Math.Log(mixture)) / set.Count : 0;
                }
            }
        }

        return sum * step0 * step1;
    }

    private static (double Low, double High, double Step) Range(DiagonalGaussianSet set, int d, double stepInDeviations)
    {
        double low = double.MaxValue, high = double.MinValue, smallest = double.MaxValue;
        for (int j = 0; j < set.Count; j++)
        {
            double mean = set.Mean(j)[d], sigma = set.StandardDeviation(j)[d];
            low = Math.Min(low, mean - (ReachInDeviations * sigma));
            high = Math.Max(high, mean + (ReachInDeviations * sigma));
            smallest = Math.Min(smallest, sigma);
        }

        return (low, high, stepInDeviations * smallest);
    }

    private static double LogDensity(DiagonalGaussianSet set, int j, int d, double x)
    {
        double sigma = set.StandardDeviation(j)[d], z = (x - set.Mean(j)[d]) / sigma;
        return (-0.5 * ((z * z) + Math.Log(2 * Math.PI))) - Math.Log(sigma);
    }
}
