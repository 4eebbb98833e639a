namespace Xmrl.Experiments.Settings;

/// <summary>Information estimators by name.</summary>
public enum InformationName
{
    /// <summary>Limit of small differences between sets: noise-free given the posteriors.</summary>
    SmallSeparation,

    /// <summary>The paper's quantity, made dimensionally right.</summary>
    Lemma1,

    /// <summary>Upper bound by moment matching.</summary>
    MomentMatched,

    /// <summary>Lower bound from pairwise Bhattacharyya distances.</summary>
    PairwiseLowerBound,

    /// <summary>Upper bound from pairwise KL divergences.</summary>
    PairwiseUpperBound,
}
