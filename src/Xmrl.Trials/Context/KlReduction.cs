namespace Xmrl.Trials.Context;

/// <summary>How the divergences of a meta-batch's posteriors are put together.</summary>
internal enum KlReduction
{
    /// <summary>Their sum, beside a critic's error that is a mean: the weight of the divergence grows with the meta-batch, as in the
    /// authors' code.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,
}
