using Xmrl.Runs.Reports.Results;

namespace Xmrl.Runs.Reports;

/// <summary>Elementary checks; keeps the first problem.</summary>
internal sealed class ReportCheck
{
    public string? Problem { get; private set; }

    public bool IsClean => Problem is null;

    public void Require(bool condition, string problem)
    {
        if (!condition)
        {
            Problem ??= problem;
        }
    }

    public void Finite(string place, double? value) =>
        Require(
            value is not { } number || double.IsFinite(number),
            $"{place} is {value}; a finite number is expected (leave it out where there is none).");

    public void NotNegative(string place, double value) =>
        Require(double.IsFinite(value) && value >= 0, $"{place} is {value}; a number ≥ 0 is expected.");

    public void Share(string place, double? value) =>
        Require(value is not { } number || (number >= 0 && number <= 1), $"{place} is {value}; a share in [0, 1] is expected.");

    public void Text(string place, string? text) =>
        Require(
            text is null || text.Length <= ReportLimits.TextLength,
            $"{place} has {text?.Length} characters; at most {ReportLimits.TextLength} are expected.");

    public void Count(string place, int count, int limit) =>
        Require(count <= limit, $"{place} has {count} entries; at most {limit} are expected.");

    public void Entries(string place, IReadOnlyList<ReportEntry> entries)
    {
        Count(place, entries.Count, ReportLimits.Entries);
        foreach (ReportEntry entry in entries)
        {
            Text(place, entry.Value);
        }
    }

    /// <summary>Ends of an interval in order. The value itself may lie outside: bootstrap intervals need not contain it.</summary>
    public void Interval(string place, double? value, double? low, double? high)
    {
        Finite(place, value);
        Finite(place + ".low", low);
        Finite(place + ".high", high);
        Require(low is null || high is null || low <= high, $"{place} has low {low} above high {high}.");
    }

    public void Estimate(string place, ReportEstimate? estimate)
    {
        Interval(place, estimate?.Value, estimate?.Low, estimate?.High);
        Text(place + ".noInterval", estimate?.NoInterval);
    }

    public void Difference(string place, ReportDifference? difference)
    {
        Interval(place, difference?.Value, difference?.Low, difference?.High);
        Share(place + ".p", difference?.P);
        Text(place + ".noInterval", difference?.NoInterval);
        Text(place + ".noTest", difference?.NoTest);
    }

    public void Pair(string place, double[]? pair)
    {
        if (pair is null)
        {
            return;
        }

        Require(pair.Length == 2, $"{place} has {pair.Length} numbers; two are expected.");
        foreach (double number in pair)
        {
            Finite(place, number);
        }
    }

    public void Points(string place, double[][] points, int limit)
    {
        Count(place, points.Length, limit);
        for (int i = 0; i < points.Length && IsClean; i++)
        {
            Pair($"{place}[{i}]", points[i]);
        }
    }
}
