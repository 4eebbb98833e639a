using System.Collections.Immutable;

namespace Xmrl.Training.MarketData;

/// <summary>What a price file holds, and what looks wrong in those of its lines that an experiment would use.</summary>
internal sealed record PriceAudit
{
    // Prices of equal worth differ by roundings of single precision in some vendors' files.
    private const double RoundingTolerance = 1e-6;

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

    /// <summary>Number of lines that were looked through for what follows.</summary>
    public required int JudgedRows { get; init; }

    /// <summary>First day that was looked at; null where none was.</summary>
    public required DateOnly? JudgedFrom { get; init; }

    /// <summary>Last day that was looked at; null where none was.</summary>
    public required DateOnly? JudgedTo { get; init; }

    /// <summary>Days after a ticker's first and before its last on which other tickers have a price and it has none.</summary>
    public required ImmutableArray<(string Ticker, DateOnly Date)> MissingDays { get; init; }

    /// <summary>Times of more than four days without a price of any ticker.</summary>
    public required ImmutableArray<CalendarGap> Gaps { get; init; }

    /// <summary>Days on which no price of any ticker moved: each has the four prices of the day before, or four times its close.</summary>
    public required ImmutableArray<DateOnly> UnmovedDays { get; init; }

    /// <summary>Closes that are more than 30 % above or below the one before, or about 3/4, 4/5 or 5/4 of it.</summary>
    public required ImmutableArray<PriceJump> Jumps { get; init; }

    /// <summary>Lines whose low exceeds open, close or high, or whose high is below open or close, by more than a millionth.</summary>
    public required ImmutableArray<int> InconsistentLines { get; init; }

    /// <summary>Looks through all of a file.</summary>
    /// <param name="file">The file; its faulty lines are left out.</param>
    /// <returns>The findings.</returns>
    public static PriceAudit Of(PriceFile file) => Of(file, DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>Looks through the lines of a period.</summary>
    /// <param name="file">The file; its faulty lines are left out.</param>
    /// <param name="first">First day to look at.</param>
    /// <param name="last">Last day to look at.</param>
    /// <returns>The findings; rows, days and tickers are those of the whole file.</returns>
    public static PriceAudit Of(PriceFile file, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(file);
        PriceGroups groups = file.ByTicker;
        PriceGroup[] all = [.. Enumerable.Range(0, groups.Tickers.Length).Select(i => groups[i])];
        PriceGroup[] judged = [.. all.Select(group => group.Between(first, last)).Where(static group => group.Count > 0)];
        ImmutableArray<DateOnly> days = PricePanel.Days(all);
        ImmutableArray<DateOnly> judgedDays = PricePanel.Days(judged);
        return new PriceAudit
        {
            Rows = file.Rows.Count,
            First = days.Length > 0 ? days[0] : null,
            Last = days.Length > 0 ? days[^1] : null,
            Days = days.Length,
            Tickers = [.. all.Select((group, i) => Summary(groups.Tickers[i], group))],
            JudgedRows = judged.Sum(static group => group.Count),
            JudgedFrom = judgedDays.Length > 0 ? judgedDays[0] : null,
            JudgedTo = judgedDays.Length > 0 ? judgedDays[^1] : null,
            MissingDays = [.. judged.SelectMany(group => Missing(group, judgedDays))],
            Gaps = GapsOf(judgedDays),
            UnmovedDays = Unmoved(judged, judgedDays),
            Jumps = [.. judged.SelectMany(JumpsOf)],
            InconsistentLines =
            [
                .. judged.SelectMany(static group => RowsOf(group).Where(IsInconsistent).Select(static row => row.Line)).Order(),
            ],
        };
    }

    private static IEnumerable<PriceRow> RowsOf(PriceGroup group) => Enumerable.Range(0, group.Count).Select(t => group[t]);

    private static IEnumerable<PriceJump> JumpsOf(PriceGroup group) =>
        Enumerable.Range(1, group.Count - 1).Select(t => PriceJump.Between(group[t - 1], group[t])).OfType<PriceJump>();

    private static ImmutableArray<CalendarGap> GapsOf(ImmutableArray<DateOnly> days) =>
    [
        .. days.Zip(days.Skip(1))
            .Where(static pair => CalendarGap.Is(pair.First, pair.Second))
            .Select(static pair => new CalendarGap(pair.First, pair.Second)),
    ];

    private static TickerSummary Summary(string ticker, PriceGroup group) =>
        TickerSummary.Of(ticker, [.. RowsOf(group).Select(static row => row.Date)], [.. RowsOf(group).Select(static row => row.Close)]);

    private static IEnumerable<(string Ticker, DateOnly Date)> Missing(PriceGroup group, ImmutableArray<DateOnly> days)
    {
        int next = 0;
        foreach (DateOnly day in days.Where(day => day >= group[0].Date && day <= group[^1].Date))
        {
            if (group[next].Date == day)
            {
                next++;
            }
            else
            {
                yield return (group[0].Ticker, day);
            }
        }
    }

    private static ImmutableArray<DateOnly> Unmoved(PriceGroup[] groups, ImmutableArray<DateOnly> days)
    {
        HashSet<DateOnly> moved = [];
        HashSet<DateOnly> compared = [];
        foreach (PriceGroup group in groups)
        {
            for (int t = 1; t < group.Count; t++)
            {
                compared.Add(group[t].Date);
                if (!IsRepeated(group[t - 1], group[t]))
                {
                    moved.Add(group[t].Date);
                }
            }
        }

        return [.. days.Where(day => compared.Contains(day) && !moved.Contains(day))];
    }

    private static bool IsRepeated(PriceRow before, PriceRow row)
    {
        (double Open, double High, double Low, double Close) prices = (row.Open, row.High, row.Low, row.Close);
        return prices == (before.Open, before.High, before.Low, before.Close)
            || prices == (before.Close, before.Close, before.Close, before.Close);
    }

    private static bool IsInconsistent(PriceRow row) => row.Low > Math.Min(row.Open, row.Close) * (1 + RoundingTolerance)
        || row.High < Math.Max(row.Open, row.Close) * (1 - RoundingTolerance);
}
