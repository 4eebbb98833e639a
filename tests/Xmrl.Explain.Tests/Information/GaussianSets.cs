using Xmrl.Explain.Information;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.Information;

/// <summary>Sets of Gaussians for the tests, and the estimators by name.</summary>
internal static class GaussianSets
{
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
}
