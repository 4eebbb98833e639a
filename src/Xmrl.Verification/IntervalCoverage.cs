using System.Globalization;
using Xmrl.Explain.Statistics;
using Xmrl.Numerics.Randomness;

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

    /// <summary>One line of the study.</summary>
    /// <param name="Law">The law.</param>
    /// <param name="Statistic">The figure.</param>
    /// <param name="Size">Scores in a sample.</param>
    /// <param name="Printed">Share of the samples that have an interval.</param>
    /// <param name="Coverage">Share of these intervals that cover the true figure; NaN without any.</param>
    /// <param name="Width">Their mean width; NaN without any.</param>
    public readonly record struct Row(ScoreLaw Law, ScoreStatistic Statistic, int Size, double Printed, double Coverage, double Width);

    private static readonly Lazy<IReadOnlyList<Row>> s_standard = new(() => Run(Samples, Draws));

    /// <summary>The study with the numbers above, simulated once.</summary>
    public static IReadOnlyList<Row> Standard => s_standard.Value;

    /// <summary>Simulates all laws, figures and sizes.</summary>
    /// <param name="samples">Samples of each, ≥ 1.</param>
    /// <param name="draws">Draws of the spacings, ≥ 2.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<Row> Run(int samples, int draws)
    {
        RandomKey key = RandomKey.FromSeed(11);
        return
        [
            .. from law in ScoreLaws.All
               from size in law.Sizes
               let intervals = new ScoreIntervals(key.Derive(RandomPurpose.Bootstrap), law.Range, draws)
               from statistic in law.Truth.Keys
               select Measure(law, statistic, size, intervals, samples),
        ];
    }

    /// <summary>The check of <c>verify</c>.</summary>
    public static TheoryCheck Check()
    {
        IReadOnlyList<Row> rows = Standard;
        Row[] promised = [.. rows.Where(row => row.Law.IsPromised && row.Printed > 0)];
        Row least = promised.MinBy(row => row.Coverage);
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
                $"least {least.Coverage:p1} ({least.Law.Name}, {Name(least.Statistic)}, n = {least.Size}); by law, figure and "
                    + $"size:\n\n{Table(rows)}"),
            Passed = promised.All(row => row.Coverage >= Least),
        };
    }

    /// <summary>The study as a table for people: a line per law and figure, a column per size.</summary>
    /// <param name="rows">The lines of the study.</param>
    /// <returns>Markdown.</returns>
    public static string Table(IReadOnlyList<Row> rows)
    {
        IEnumerable<string> lines = rows.GroupBy(row => (row.Law, row.Statistic)).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"| {group.Key.Law.Name}{(group.Key.Law.IsPromised ? string.Empty : " (not promised)")} | {Name(group.Key.Statistic)} | "
                + $"{string.Join(", ", group.Select(row => $"{row.Size}: {Cell(row)}"))} |"));
        return string.Join('\n', lines.Prepend("|---|---|---|").Prepend("| scores | figure | n: coverage |"));
    }

    private static string Cell(Row row) => row.Printed == 0 ? "no interval" : row.Coverage.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Name(ScoreStatistic statistic) => statistic switch
    {
        ScoreStatistic.InterquartileMean => "IQM",
        ScoreStatistic.ConditionalValueAtRisk => "CVaR",
        _ => "mean",
    };

    private static Row Measure(ScoreLaw law, ScoreStatistic statistic, int size, ScoreIntervals intervals, int samples)
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

        return new Row(law, statistic, size, (double)printed / samples, (double)covered / printed, width / printed);
    }
}
