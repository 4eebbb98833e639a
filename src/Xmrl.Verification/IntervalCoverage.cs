using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;
using Xmrl.Verification.Coverage;

namespace Xmrl.Verification;

/// <summary>How often the 95 % intervals cover the true figure, by simulation: where one is printed, at least 92 %.</summary>
internal static class IntervalCoverage
{
    /// <summary>Samples of each law and size: the standard error of a coverage of 95 % is half a point.</summary>
    public const int Samples = 2000;

    /// <summary>Draws of the spacings in the simulation; fewer than the product's, which only blurs the ends.</summary>
    public const int Draws = 500;

    /// <summary>The nominal coverage less three points.</summary>
    public const double Least = ScoreIntervals.Level - 0.03;

    /// <summary>Rounding of the exact figures.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Samples of scores per explanation of the same study: an explanation has the intervals of many tasks.</summary>
    private const int SamplesPerExplanation = 10;

    private static readonly Lazy<IReadOnlyList<CoverageRow>> s_standard = new(() => Run(Samples, Draws));

    /// <summary>The study with the numbers above, simulated once.</summary>
    public static IReadOnlyList<CoverageRow> Standard => s_standard.Value;

    /// <summary>Simulates all laws, figures and sizes.</summary>
    /// <param name="samples">Samples of each, ≥ 10.</param>
    /// <param name="draws">Draws of the spacings, ≥ 2.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<CoverageRow> Run(int samples, int draws)
    {
        RandomKey key = RandomKey.FromSeed(11);
        return
        [
            .. from law in ScoreLaws.All
               from size in law.Sizes
               let intervals = new ScoreIntervals(key.Derive(RandomPurpose.Bootstrap), law.Range, draws)
               from statistic in law.Truth.Keys
               select Measure(law, statistic, size, intervals, samples),
            .. InfluenceCoverage.Run(samples / SamplesPerExplanation),
        ];
    }

    /// <summary>The check of <c>verify</c>.</summary>
    public static TheoryCheck Check()
    {
        IReadOnlyList<CoverageRow> rows = Standard;
        CoverageRow[] promised = [.. rows.Where(row => row.IsPromised && row.Printed > 0)];
        CoverageRow least = promised.MinBy(row => row.Coverage)!;
        return new TheoryCheck
        {
            Name = "Coverage of intervals",
            Source = "docs/reproduction.md, Intervals",
            Statement = string.Create(
                CultureInfo.InvariantCulture,
                $"95 % intervals that are printed cover the true figure in at least {Least:p0} of {Samples:n0} samples, for every "
                    + $"figure, law and size"),
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"least {least.Coverage:p1} ({least.Law}, {least.Figure}, n = {least.Size}); by law, figure and "
                    + $"size:\n\n{Table(rows)}"),
            Passed = promised.All(row => row.Coverage >= Least),
        };
    }

    /// <summary>The study as a table for people: a line per law and figure, a column per size.</summary>
    /// <param name="rows">The lines of the study.</param>
    /// <returns>Markdown.</returns>
    public static string Table(IReadOnlyList<CoverageRow> rows)
    {
        IEnumerable<string> lines = rows.GroupBy(row => (row.Law, row.IsPromised, row.Figure)).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"| {group.Key.Law}{(group.Key.IsPromised ? string.Empty : " (not promised)")} | {group.Key.Figure} | "
                + $"{string.Join(", ", group.Select(row => $"{row.Size}: {Cell(row)}"))} |"));
        return string.Join('\n', lines.Prepend("|---|---|---|").Prepend("| scores or gradients | figure | n: coverage |"));
    }

    private static string Cell(CoverageRow row)
        => row.Printed == 0 ? "no interval" : row.Coverage.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Name(ScoreStatistic statistic) => statistic switch
    {
        ScoreStatistic.InterquartileMean => "IQM",
        ScoreStatistic.ConditionalValueAtRisk => "CVaR",
        _ => "mean",
    };

    private static CoverageRow Measure(ScoreLaw law, ScoreStatistic statistic, int size, ScoreIntervals intervals, int samples)
    {
        RandomKey key = RandomKey.FromSeed(17);
        double truth = law.Truth[statistic], width = 0;
        int printed = 0, covered = 0;
        double[] scores = new double[size];
        for (int sample = 0; sample < samples; sample++)
        {
            RandomKey own = key.Derive(sample);
            for (int i = 0; i < size; i++)
            {
                scores[i] = law.Draw(own, i);
            }

            if (intervals.Of(scores, statistic) is { Low: { } low, High: { } high })
            {
                printed++;
                covered += low <= truth + Rounding && truth <= high + Rounding ? 1 : 0;
                width += high - low;
            }
        }

        return new CoverageRow(law.Name, law.IsPromised, Name(statistic), size)
        {
            Printed = (double)printed / samples,
            Coverage = (double)covered / printed,
            Width = width / printed,
        };
    }
}
