using System.Globalization;
using Xmrl.Fixtures;
using Xmrl.Verification.Coverage;

namespace Xmrl.Verification.Tests;

/// <summary>
/// The coverage study and its table in the documentation. XMRL_COVERAGE is a number of samples for a longer study; its table is then not
/// compared.
/// </summary>
public sealed class IntervalCoverageTests
{
    private const string Begin = "<!-- interval-coverage -->\n";
    private const string End = "\n<!-- end -->";
    private static readonly string? s_samples = Environment.GetEnvironmentVariable("XMRL_COVERAGE");
    private static readonly Lazy<IReadOnlyList<CoverageRow>> s_rows = new(() => s_samples is { } samples
        ? IntervalCoverage.Run(int.Parse(samples, CultureInfo.InvariantCulture), 4 * IntervalCoverage.Draws)
        : IntervalCoverage.Standard);

    [Fact]
    public void Run_EveryPrintedInterval_CoversAsItSays() =>
        s_rows.Value.Where(row => row.IsPromised && row.Printed > 0).ShouldAllBe(row => row.Coverage >= IntervalCoverage.Least);

    [Fact]
    public void Run_ScoresWithoutRange_HaveNoIntervalWhereTheyAreTooFew() => s_rows.Value
        .Where(row => row.Law == "normal" && row.Printed == 0).Select(row => (row.Figure, row.Size))
        .ShouldBe(
            [
                ("IQM", 4), ("CVaR", 4), ("IQM", 10), ("CVaR", 10), ("CVaR", 12), ("CVaR", 20),
            ]);

    [Fact]
    public void Table_Documentation_ShowsTheStudy()
    {
        if (s_samples is not null)
        {
            return;
        }

        string path = Path.Combine(Repository.Root, "docs", "reproduction.md"), text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = text.IndexOf(End, StringComparison.Ordinal);
        string table = IntervalCoverage.Table(s_rows.Value);
        if (Repository.Rewrites)
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        text[from..to].ShouldBe(table, "XMRL_REWRITE=1 rewrites it.");
    }
}
