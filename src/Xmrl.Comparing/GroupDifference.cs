using Xmrl.Statistics;

namespace Xmrl.Comparing;

/// <summary>A group against another over the seeds that both have.</summary>
internal sealed record GroupDifference
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>What it is compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>The seeds that both have; a seed draws the same tasks for both.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>Mean of the group's score less the reference's, with its 95 % t-interval; null where nothing can be paired.</summary>
    public Interval? Difference { get; init; }

    /// <summary>Two-sided paired t-test; null where there is none.</summary>
    public double? PValue { get; init; }

    /// <summary>The same corrected by Holm for the number of groups.</summary>
    public double? CorrectedPValue { get; init; }

    /// <summary>Why there is no difference or no test; empty where there is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Compares.</summary>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="sameTasks">Whether a seed draws the same tasks for both.</param>
    internal static GroupDifference Of(GroupFigures group, GroupFigures reference, bool sameTasks)
    {
        ulong[] common = sameTasks ? [.. group.Seeds.Intersect(reference.Seeds)] : [];
        double[] after = [.. common.Select(seed => Score(group, seed))];
        double[] before = [.. common.Select(seed => Score(reference, seed))];
        var difference = new GroupDifference { Group = group.Label, Reference = reference.Label, Seeds = common };
        if (common.Length == 0)
        {
            return difference with { Reason = sameTasks ? "no common seed" : "other tasks" };
        }

        PairedTTestResult test = PairedTTest.Test(after, before);
        return difference with
        {
            Difference = StudentMean.Difference(after, before),
            PValue = test.PValue,
            Reason = TestWords.ToWords(test.Status),
        };
    }

    /// <summary>Corrects the p-values of all differences for their number.</summary>
    /// <param name="differences">The differences.</param>
    internal static IReadOnlyList<GroupDifference> Corrected(IReadOnlyList<GroupDifference> differences)
    {
        double[] values = [.. differences.Where(static one => one.PValue is not null).Select(static one => one.PValue!.Value)];
        if (values.Length == 0)
        {
            return differences;
        }

        HolmCorrection.Adjust(values, values);
        int next = 0;
        return [.. differences.Select(one => one.PValue is null ? one : one with { CorrectedPValue = values[next++] })];
    }

    private static double Score(GroupFigures group, ulong seed)
        => group.Seeds.Zip(group.Scores).First(entry => entry.First == seed).Second;
}
