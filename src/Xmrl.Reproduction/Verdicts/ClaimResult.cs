using System.Text.Json.Serialization;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>A claim of the paper with what our runs say about it.</summary>
/// <param name="Better">The row that the paper finds better.</param>
/// <param name="Worse">The row that it beats.</param>
/// <param name="Column">The column.</param>
/// <param name="Paper">The paper's difference, better − worse, in units of the score; null where it prints none.</param>
/// <param name="Difference">Ours, paired over common seeds, with its 95 % t-interval, or the reason why there is none; null without
/// any.</param>
/// <param name="PValue">Two-sided paired t-test, corrected over all claims of the table (Holm); null below two seeds, or without
/// variance. Of rows that are claimed alike, the larger of two one-sided tests.</param>
/// <param name="UncorrectedPValue">The same without correction; null below two seeds, without variance, and in results that were stored
/// before it was.</param>
/// <param name="Seeds">Common seeds.</param>
/// <param name="Verdict">The verdict.</param>
internal sealed record ClaimResult(
    string Better, string Worse, string Column, double? Paper, Interval? Difference, double? PValue, double? UncorrectedPValue, int Seeds,
    ClaimVerdict Verdict)
{
    /// <summary>What the better row is claimed to be better by at least; null for any difference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? By { get; init; }

    /// <summary>Largest difference that counts as none, where the rows are claimed alike; null for a claim of an order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Margin { get; init; }

    /// <summary>The claim in words, without the column.</summary>
    [JsonIgnore]
    public string Words => Margin is { } margin ? $"{Better} and {Worse} within ±{VerdictWords.Number(margin)}"
        : By is { } by ? $"{Better} above {Worse} by {VerdictWords.Number(by)}"
        : $"{Better} above {Worse}";
}
