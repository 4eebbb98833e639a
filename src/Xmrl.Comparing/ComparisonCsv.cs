using System.Globalization;
using Xmrl.Statistics;

namespace Xmrl.Comparing;

/// <summary>A comparison as one tidy table: docs/run-record.md names the columns.</summary>
internal static class ComparisonCsv
{
    /// <summary>Heads of the columns.</summary>
    internal static string[] Columns { get; } = ["kind", "group", "reference", "seed", "at", "value", "low", "high", "p", "p_holm"];

    /// <summary>The rows: scores per seed, means, differences, learning curves, adaptation curves.</summary>
    /// <param name="comparison">The comparison.</param>
    internal static IEnumerable<string[]> Rows(GroupComparison comparison)
    {
        foreach (GroupFigures group in comparison.Groups)
        {
            foreach ((ulong seed, double score) in group.Seeds.Zip(group.Scores))
            {
                yield return ["score", group.Label, "", seed.ToString(CultureInfo.InvariantCulture), "", Text(score), "", "", "", ""];
            }

            yield return ["mean", group.Label, "", "", "", .. Ends(group.Mean), "", ""];
        }

        foreach (GroupDifference one in comparison.Differences)
        {
            string[] ends = one.Difference is { } difference ? Ends(difference) : ["", "", ""];
            yield return ["difference", one.Group, one.Reference, "", "", .. ends, Text(one.PValue), Text(one.CorrectedPValue)];
        }

        foreach (GroupFigures group in comparison.Groups)
        {
            foreach ((string kind, GroupCurvePoint point) in group.Learning.Select(static point => ("learning", point))
                .Concat(group.Adaptation.Select(static point => ("adaptation", point))))
            {
                yield return [kind, group.Label, "", "", Text(point.At), Text(point.Mean), Text(point.Low), Text(point.High), "", ""];
            }
        }
    }

    private static string[] Ends(Interval interval) => [Text(interval.Value), Text(interval.Low), Text(interval.High)];

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
