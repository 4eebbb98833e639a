using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>From values per seed to figures and verdicts. The rules are those of <see cref="CellVerdict"/> and <see cref="ClaimVerdict"/>,
/// fixed before any table was made.</summary>
internal static class ReproductionRules
{
    /// <summary>Below this many seeds no verdict is given: a t-interval of two has a factor of 12.7 and overlaps with anything.</summary>
    public const int FewestSeeds = 3;

    /// <summary>Level of the tests.</summary>
    public const double Level = 0.05;

    private const int FewestForIqm = 4;

    /// <summary>Figures and verdicts of a table.</summary>
    /// <param name="reproduction">Cells and claims.</param>
    /// <param name="runs">Finished runs: seed and figures. Several runs of one seed fill different cells.</param>
    /// <param name="isDecisive">False for quick runs and changed settings, which decide nothing.</param>
    /// <returns>Cells in their order, and claims in theirs.</returns>
    /// <exception cref="InvalidDataException">Two runs of one seed fill the same cell, or a value is not finite.</exception>
    public static (IReadOnlyList<CellResult> Cells, IReadOnlyList<ClaimResult> Claims) Apply(
        TableReproduction reproduction, IReadOnlyList<(ulong Seed, RunFigures Figures)> runs, bool isDecisive)
    {
        ImmutableArray<SortedDictionary<ulong, double>> values = [.. reproduction.Cells.Select(cell => Collect(cell.Key, runs))];
        return Apply(new TableClaims(reproduction.Cells, reproduction.Claims, reproduction.ShareColumns), values, isDecisive);
    }

    /// <summary>The same from the values themselves.</summary>
    /// <param name="table">What the table holds and claims.</param>
    /// <param name="values">The values of every cell by seed, in the order of the cells.</param>
    /// <param name="isDecisive">Whether verdicts are given.</param>
    internal static (IReadOnlyList<CellResult> Cells, IReadOnlyList<ClaimResult> Claims) Apply(
        TableClaims table, ImmutableArray<SortedDictionary<ulong, double>> values, bool isDecisive)
    {
        ClaimResult[] claims = Claims(table, values, isDecisive);
        return (
            [.. table.Cells.Select((cell, i) => Cell(cell, values[i], claims, isDecisive, table.ShareColumns.Contains(cell.Column)))],
            claims);
    }

    private static SortedDictionary<ulong, double> Collect(string key, IReadOnlyList<(ulong Seed, RunFigures Figures)> runs)
    {
        var values = new SortedDictionary<ulong, double>();
        foreach ((ulong seed, RunFigures figures) in runs)
        {
            if (figures.Values.TryGetValue(key, out double value))
            {
                if (!double.IsFinite(value) || !values.TryAdd(seed, value))
                {
                    throw new InvalidDataException(
                        $"Cell '{key}', seed {seed}: the value is "
                            + $"{(double.IsFinite(value) ? "given twice" : $"{value}, not a finite number")}.");
                }
            }
        }

        return values;
    }

    private static CellResult Cell(
        ReproductionCell cell, SortedDictionary<ulong, double> bySeed, ClaimResult[] claims, bool isDecisive, bool hasShares)
    {
        double[] values = [.. bySeed.Values];

        // Verdicts are by Student's interval, as they were from the beginning; for shares it is narrower than the one that is shown, and
        // overlaps with less.
        Interval? student = values.Length > 0 ? StudentMean.Interval(values) : null;
        return new CellResult
        {
            Row = cell.Row,
            Column = cell.Column,
            Seeds = [.. bySeed.Keys],
            Values = values,
            Mean = values.Length > 0 ? Moments.MeanOf(values) : null,
            StandardDeviation = values.Length >= 2 ? Moments.Of(values).StandardDeviation : null,
            Interval = hasShares && values.Length > 1 ? Shares().Of(values, ScoreStatistic.Mean) : student,
            Iqm = values.Length >= FewestForIqm ? InterquartileMean.Value(values) : null,
            Paper = cell.Paper,
            Verdict = cell.Paper is null ? null
                : !isDecisive || student is not { Low: not null } || values.Length < FewestSeeds ? CellVerdict.Undecided
                : Judge(
                    student.Value, cell.Paper.Range(),
                    [
                        .. claims.Where(claim => claim.Column == cell.Column && (claim.Better == cell.Row || claim.Worse == cell.Row))
                        .Select(claim => claim.Verdict),
                    ]),
        };
    }

    private static ScoreIntervals Shares() => new(RandomKey.FromSeed(0).Derive(RandomPurpose.Bootstrap), ScoreRange.Share);

    private static CellVerdict Judge(Interval ours, Interval paper, ClaimVerdict[] claims)
    {
        bool overlaps = ours.Low <= paper.High && paper.Low <= ours.High;
        return overlaps && !claims.Contains(ClaimVerdict.Contradicted) ? CellVerdict.Reproduced
            : !overlaps && claims.Length > 0 && claims.All(claim => claim == ClaimVerdict.Holds) ? CellVerdict.OrderingHolds
            : CellVerdict.NotReproduced;
    }

    private static ClaimResult[] Claims(
        TableClaims table, ImmutableArray<SortedDictionary<ulong, double>> values, bool isDecisive)
    {
        (OrderingClaim Claim, double[] Better, double[] Worse)[] pairs = [.. table.Claims.Select(claim => Pair(claim))];
        PairedTTestResult?[] tests =
            [.. pairs.Select(pair => pair.Better.Length >= 2 ? PairedTTest.Test(pair.Better, pair.Worse) : (PairedTTestResult?)null)];

        // A claim without variance counts in the correction of the others, and is undecided.
        double[] adjusted = [.. tests.Where(test => test is not null).Select(test => test!.Value.PValue ?? 1)];
        if (adjusted.Length > 0)
        {
            HolmCorrection.Adjust(adjusted, adjusted);
        }

        int next = 0;
        return [.. pairs.Select((pair, i) =>
        {
            double? corrected = tests[i] is null ? null : adjusted[next++];
            double? p = tests[i]?.PValue is null ? null : corrected;
            ClaimVerdict verdict = !isDecisive || p is null || pair.Better.Length < FewestSeeds ? ClaimVerdict.Undecided
                : p >= Level ? ClaimVerdict.NotShown
                : tests[i]!.Value.MeanDifference > 0 ? ClaimVerdict.Holds
                : ClaimVerdict.Contradicted;
            Interval? difference = pair.Better.Length > 0 ? StudentMean.Difference(pair.Better, pair.Worse) : null;
            return new ClaimResult(
                pair.Claim.Better, pair.Claim.Worse, pair.Claim.Column, PaperDifference(pair.Claim), difference, p, tests[i]?.PValue,
                pair.Better.Length, verdict);
        })];

        (OrderingClaim Claim, double[] Better, double[] Worse) Pair(OrderingClaim claim)
        {
            SortedDictionary<ulong, double> better = values[IndexOf(claim.Better, claim.Column)];
            SortedDictionary<ulong, double> worse = values[IndexOf(claim.Worse, claim.Column)];
            ulong[] seeds = [.. better.Keys.Where(worse.ContainsKey)];
            return (claim, [.. seeds.Select(seed => better[seed])], [.. seeds.Select(seed => worse[seed])]);
        }

        double? PaperDifference(OrderingClaim claim)
            => table.Cells[IndexOf(claim.Better, claim.Column)].Paper?.Mean - table.Cells[IndexOf(claim.Worse, claim.Column)].Paper?.Mean;

        int IndexOf(string row, string column) => table.Cells.IndexOf(table.Cells.Single(cell => cell.Row == row && cell.Column == column));
    }
}
