using Xmrl.Explain.Information;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>The estimators that a search for a mixing law may maximise, by name.</summary>
public static class InformationEstimators
{
    public static TheoryData<string> Names => [.. All];

    public static string[] All
        => [nameof(SmallSeparation), nameof(MomentMatched), nameof(Lemma1), nameof(PairwiseLowerBound), nameof(PairwiseUpperBound)];

    internal static IInformationEstimator Named(string name) => name switch
    {
        nameof(MomentMatched) => new MomentMatched(),
        nameof(Lemma1) => new Lemma1(),
        nameof(PairwiseLowerBound) => new PairwiseLowerBound(),
        nameof(PairwiseUpperBound) => new PairwiseUpperBound(),
        nameof(SmallSeparation) => new SmallSeparation(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown estimator."),
    };
}
