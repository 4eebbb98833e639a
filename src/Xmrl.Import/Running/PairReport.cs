using System.Globalization;

namespace Xmrl.Import.Running;

/// <summary>How far the actions of an imported policy are from those of its origin.</summary>
/// <param name="File">Name of the file of pairs.</param>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Tolerance">Largest difference that is taken.</param>
/// <param name="Largest">The largest |a − a′| / max(1, |a′|); for choices the share of pairs that differ.</param>
/// <param name="Worst">The pair of the largest difference.</param>
/// <param name="Found">The action here, at its worst component.</param>
/// <param name="Expected">That of the file.</param>
internal sealed record PairReport(string File, int Pairs, double Tolerance, double Largest, int Worst, double Found, double Expected)
{
    /// <summary>Whether the policy acts as its origin did.</summary>
    public bool Holds => Largest <= Tolerance;

    /// <summary>Both in a sentence.</summary>
    /// <returns>The sentence.</returns>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pairs} pairs of {File}: the largest difference of actions is {Largest:g3} (tolerance {Tolerance:g3}), in pair {Worst}: "
            + $"{Found:g6} here, {Expected:g6} there.");
}
