using System.Globalization;
using Xmrl.Statistics;

namespace Xmrl.Comparing;

/// <summary>A comparison in words and table cells, the same on a terminal and on a page.</summary>
internal static class ComparisonWords
{
    private const double Level = 0.05;
    private const int MostNamed = 6;

    /// <summary>Heads of the columns of <see cref="Rows"/>.</summary>
    internal static string[] Headers { get; } = ["Group", "Seeds", "Mean", "95 % interval", "Sd"];

    /// <summary>Heads of the columns of <see cref="Cells"/>.</summary>
    internal static string[] DifferenceHeaders { get; } = ["Group", "Common seeds", "Difference", "95 % interval", "p", "p (Holm)"];

    /// <summary>What the comparison is called.</summary>
    internal static string Title(GroupComparison comparison)
        => $"{Opening(comparison.Score)} by "
            + string.Join(", ", comparison.By.Select(static key => key == ComparedRun.Learner ? "learner" : key));

    /// <summary>What came of it, and what to keep in mind.</summary>
    internal static IEnumerable<string> Sentences(GroupComparison comparison)
    {
        GroupDifference[] clear = [.. comparison.Differences.Where(static one => one.CorrectedPValue < Level)];
        GroupFigures best = comparison.Groups.MaxBy(static group => group.Mean.Value)!;
        yield return comparison.Groups.Count == 1
            ? $"{best.Label} has a mean {comparison.Score} of {Number(best.Mean.Value)} over {best.Seeds.Count} seeds."
            : clear.Length == 0
            ? $"No difference to {comparison.Differences[0].Reference} has p < 0.05 (Holm). Highest mean: {best.Label}, "
                + $"{Number(best.Mean.Value)}."
            : string.Join(
                " ", clear.Select(one => $"{one.Group} is {Number(Math.Abs(one.Difference!.Value.Value))} "
                    + $"{(one.Difference.Value.Value > 0 ? "above" : "below")} {one.Reference} (p = "
                    + $"{TestWords.PValue(one.CorrectedPValue, TestStatus.Tested)}, Holm).")) + $" Highest mean: {best.Label}.";
        yield return $"{Opening(comparison.Score)} on test tasks after adaptation, over seeds {string.Join(", ", comparison.Seeds)}. "
            + "Intervals and tests are over seeds: a run is one observation.";
        if (comparison.AlsoDiffering.Count > 0)
        {
            yield return $"The groups also differ in {Named(comparison.AlsoDiffering)}.";
        }
    }

    /// <summary>Settings by name or, where they are many, by their number in each section.</summary>
    internal static string Named(IReadOnlyList<string> keys) => keys.Count <= MostNamed
        ? string.Join(", ", keys)
        : string.Create(CultureInfo.InvariantCulture, $"{keys.Count} settings, by section: ")
            + string.Join(", ", keys.GroupBy(static key => key.Split('.')[0]).Select(static section =>
                string.Create(CultureInfo.InvariantCulture, $"{section.Key} {section.Count()}")))
            + "; xmrl compare --json names them";

    /// <summary>One row per group.</summary>
    internal static IEnumerable<string[]> Rows(GroupComparison comparison) => comparison.Groups.Select(static group => new[]
    {
        group.Label, group.Seeds.Count.ToString(CultureInfo.InvariantCulture), Number(group.Mean.Value),
        TestWords.Ends(group.Mean, Number), Number(group.StandardDeviation),
    });

    /// <summary>The cells of a difference.</summary>
    internal static string[] Cells(GroupDifference one) =>
    [
        one.Group,
        one.Seeds.Count.ToString(CultureInfo.InvariantCulture),
        one.Difference is { } difference ? Signed(difference.Value) : one.Reason,
        one.Difference is { } interval ? TestWords.Ends(interval, Number) : "",
        one.PValue is { } p ? TestWords.PValue(p, TestStatus.Tested) : one.Difference is null ? "" : one.Reason,
        one.CorrectedPValue is { } corrected ? TestWords.PValue(corrected, TestStatus.Tested) : "",
    ];

    /// <summary>Three decimals below ten, fewer above.</summary>
    internal static string Number(double value)
        => value.ToString(Math.Abs(value) < 10 ? "0.000" : Math.Abs(value) < 1000 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value > 0 ? $"+{Number(value)}" : Number(value);

    private static string Opening(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
