using System.Collections.Immutable;

namespace Xmrl.Experiments.MarketData;

/// <summary>What a price file holds and what looks wrong in it.</summary>
public sealed record PriceAudit
{
    private const double SplitTolerance = 0.03;

    // Ratios of a day's close to the one before at which shares are usually split or joined.
    private static readonly ImmutableArray<double> s_splits = [1.0 / 2, 1.0 / 3, 2.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 7, 1.0 / 10, 1.0 / 15, 1.0 / 20, 2, 3, 4, 5, 10];

    /// <summary>Number of sound lines.</summary>
    public required int Rows { get; init; }

    /// <summary>First day of any ticker; null without rows.</summary>
    public required DateOnly? First { get; init; }

    /// <summary>Last day of any ticker; null without rows.</summary>
    public required DateOnly? Last { get; init; }

    /// <summary>Number of days on which at least one ticker has a price.</summary>
    public required int Days { get; init; }

    /// <summary>The tickers, in ordinal order.</summary>
    public required ImmutableArray<TickerSummary> Tickers { get; init; }

    /// <summary>Days after a ticker's first and before its last on which other tickers have a price and it has none.</summary>
    public required ImmutableArray<(string Ticker, DateOnly Date)> MissingDays { get; init; }

    /// <summary>Days whose close is about a simple fraction or multiple of the one before: perhaps a split that prices were not adjusted for.</summary>
    public required ImmutableArray<(string Ticker, DateOnly Date, double Ratio)> SuspectedSplits { get; init; }

    /// <summary>Lines whose low exceeds open, close or high, or whose high is below open or close.</summary>
    public required ImmutableArray<int> InconsistentLines { get; init; }

    /// <summary>Looks through a file.</summary>
    /// <param name="file">The file; its faulty lines are left out.</param>
    /// <returns>The findings.</returns>
    public static PriceAudit Of(PriceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        DateOnly[] days = [.. file.Rows.Select(row => row.Date).Distinct().Order()];
        var tickers = new List<TickerSummary>();
        var missing = new List<(string, DateOnly)>();
        var splits = new List<(string, DateOnly, double)>();
        foreach (IGrouping<string, PriceRow> group in file.Rows.GroupBy(row => row.Ticker, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            PriceRow[] rows = [.. group.OrderBy(row => row.Date)];
            tickers.Add(TickerSummary.Of(group.Key, [.. rows.Select(row => row.Date)], [.. rows.Select(row => row.Close)]));
            HashSet<DateOnly> own = [.. rows.Select(row => row.Date)];
            missing.AddRange(days.Where(day => day > rows[0].Date && day < rows[^1].Date && !own.Contains(day)).Select(day => (group.Key, day)));
            for (int i = 1; i < rows.Length; i++)
            {
                double ratio = rows[i].Close / rows[i - 1].Close;
                if (s_splits.Any(split => Math.Abs((ratio / split) - 1) < SplitTolerance))
                {
                    splits.Add((group.Key, rows[i].Date, ratio));
                }
            }
        }

        return new PriceAudit
        {
            Rows = file.Rows.Count,
            First = days.Length > 0 ? days[0] : null,
            Last = days.Length > 0 ? days[^1] : null,
            Days = days.Length,
            Tickers = [.. tickers],
            MissingDays = [.. missing],
            SuspectedSplits = [.. splits],
            InconsistentLines = [.. file.Rows.Where(row => row.Low > Math.Min(row.Open, row.Close) || row.High < Math.Max(row.Open, row.Close)).Select(row => row.Line)],
        };
    }
}
