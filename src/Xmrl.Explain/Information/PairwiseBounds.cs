namespace Xmrl.Explain.Information;

/// <summary>The bracket [<see cref="PairwiseLowerBound"/>, <see cref="PairwiseUpperBound"/>] within which I(θ; Λ) lies.</summary>
/// <remarks>Logged beside every estimate: an estimate outside it is wrong. Its ratio is at most 4 for small separations and tends to 1 for
/// large ones.</remarks>
/// <seealso href="https://doi.org/10.3390/e19070361">Kolchinsky and Tracey (2017).</seealso>
internal static class PairwiseBounds
{
    /// <summary>Both bounds.</summary>
    /// <param name="set">The N Gaussians.</param>
    /// <returns>0 ≤ Lower ≤ I ≤ Upper ≤ log N, in nats.</returns>
    public static InformationBracket Bracket(DiagonalGaussianSet set) =>
        new(PairwiseInformation<Bhattacharyya>.Value(set), PairwiseInformation<KullbackLeibler>.Value(set));
}
