using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Training.MarketData;

/// <summary>Whether a price file can be traded on in a period, and what is doubtful about it.</summary>
/// <remarks>The one rule for checking, describing and training.</remarks>
internal sealed record PriceReview
{
    /// <summary>Lines with contradictions that a file may always have: 5.</summary>
    public const int FewLines = 5;

    // A vendor's stray faults are rarer; where prices were adjusted unalike, most lines are wrong.
    private const double FewShare = 0.001;

    private const int Shown = 3;

    private PriceReview()
    {
    }

    /// <summary>What the file holds, and what looks wrong in the lines that are used: from the day on which the last ticker begins to the
    /// period's last.</summary>
    public required PriceAudit Audit { get; init; }

    /// <summary>Why the file cannot be used for the period; null where it can.</summary>
    public required string? Problem { get; init; }

    /// <summary>What makes results doubtful although the file can be used: jumps, gaps, days without a movement, contradictions, days that
    /// are not covered.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>The market of the period; null where there is a <see cref="Problem"/>.</summary>
    public required StockMarket? Market { get; init; }

    /// <summary>Judges a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="first">First day of trading.</param>
    /// <param name="last">Last day, on which the account is valued.</param>
    /// <returns>The judgement.</returns>
    public static PriceReview Of(PriceFile file, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(file);
        DateOnly begin = PricePanel.First(file);
        PriceAudit audit = PriceAudit.Of(file, begin <= last ? begin : DateOnly.MinValue, last);
        PriceHistory? history = null;
        StockMarket? market = null;
        string? problem;
        try
        {
            history = PricePanel.Build(file, last);
            problem = StockMarket.PeriodProblem(history.Dates, first, last) is { } period
                ? $"{file.Path}: {period}"
                : Contradictions(file, audit);
            market = problem is null ? new StockMarket(history, first, last) : null;
        }
        catch (InvalidDataException error)
        {
            problem = error.Message;
        }
        catch (ArithmeticException error)
        {
            // Prices that differ by too much for the covariance of their returns.
            problem = $"{file.Path}: {error.Message}";
        }

        return new PriceReview
        {
            Audit = audit,
            Problem = problem,
            Market = market,
            Warnings = [.. Doubts(audit), .. history is null ? [] : Coverage(history.Dates, first, last)],
        };
    }

    private static bool AreFew(PriceAudit audit) => audit.InconsistentLines.Length <= Math.Max(FewLines, FewShare * audit.JudgedRows);

    private static string? Contradictions(PriceFile file, PriceAudit audit) => AreFew(audit) ? null
        : Text($"{file.Path}: in {audit.InconsistentLines.Length} of {audit.JudgedRows} lines low or high contradicts open or close, ")
            + Text($"first in line {audit.InconsistentLines[0]}; the four prices must be adjusted alike.");

    private static IEnumerable<string> Doubts(PriceAudit audit)
    {
        if (audit.InconsistentLines.Length > 0 && AreFew(audit))
        {
            yield return Text(
                $"Lines whose low or high contradicts open or close: {audit.InconsistentLines.Length} of {audit.JudgedRows} (")
                + List(audit.InconsistentLines.Select(static line => Text($"line {line}")));
        }

        if (audit.Jumps.Length > 0)
        {
            yield return Text($"Jumps of a close by more than {100 * PriceJump.Limit:0} % or as after a split, ")
                + Text($"for which prices may not be adjusted: {audit.Jumps.Length} (")
                + List(audit.Jumps.Select(static jump => jump.ToString()));
        }

        foreach (CalendarGap gap in audit.Gaps.Take(Shown))
        {
            yield return Text(
                $"No ticker has a price between {gap.Before:yyyy-MM-dd} and {gap.After:yyyy-MM-dd}: {gap.Weekdays} weekdays.");
        }

        if (audit.Gaps.Length > Shown)
        {
            yield return Text($"And {audit.Gaps.Length - Shown} more such gaps; xmrl data check lists them.");
        }

        if (audit.UnmovedDays.Length > 0)
        {
            yield return Text($"Days on which no price of any ticker moved: {audit.UnmovedDays.Length} (")
                + List(audit.UnmovedDays.Select(static day => Text($"{day:yyyy-MM-dd}")));
        }
    }

    private static IEnumerable<string> Coverage(ImmutableArray<DateOnly> days, DateOnly first, DateOnly last)
    {
        DateOnly[] traded = [.. days.Where(day => day >= first && day <= last)];
        if (traded.Length > 0 && (CalendarGap.Is(first, traded[0]) || CalendarGap.Is(traded[^1], last)))
        {
            yield return Text($"The prices cover {traded[0]:yyyy-MM-dd} to {traded[^1]:yyyy-MM-dd} ")
                + Text($"of the period {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: ")
                + Text($"{traded.Length} days of {CalendarGap.WeekdaysIn(first, last)} weekdays.");
        }
    }

    private static string List(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        return string.Join("; ", all.Take(Shown)) + (all.Length > Shown ? "; xmrl data check lists all)." : ").");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
