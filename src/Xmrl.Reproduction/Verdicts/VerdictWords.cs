using System.Globalization;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>Verdicts in words, as they are printed.</summary>
internal static class VerdictWords
{
    /// <summary>A cell's verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns>Lower-case words.</returns>
    public static string ToWords(this CellVerdict verdict) => verdict switch
    {
        CellVerdict.Reproduced => "reproduced",
        CellVerdict.OrderingHolds => "ordering holds",
        CellVerdict.NotReproduced => "not reproduced",
        _ => "undecided",
    };

    /// <summary>A claim's verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns>Lower-case words.</returns>
    public static string ToWords(this ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.NotShown => "not shown",
        ClaimVerdict.Contradicted => "contradicted",
        _ => "undecided",
    };

    /// <summary>A number of a claim, with as many digits as it needs.</summary>
    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
