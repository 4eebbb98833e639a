using System.Collections.Immutable;
using Xmrl.Experiments.Statistics;
using Xmrl.Explain.Statistics;

namespace Xmrl.Reproduction;

/// <summary>From values per seed to figures and verdicts. The rules are those of <see cref="CellVerdict"/> and <see cref="ClaimVerdict"/>, fixed before any table was made.</summary>
public static class ReproductionRules
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
        ClaimResult[] claims = Claims(reproduction, values, isDecisive);
        return ([.. reproduction.Cells.Select((cell, i) => Cell(cell, values[i], claims, isDecisive))], claims);
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
                    throw new InvalidDataException($"Cell '{key}', seed {seed}: the value is {(double.IsFinite(value) ? "given twice" : $"{value}, not a finite number")}.");
                }
            }
        }

        return values;
    }

    private static CellResult Cell(ReproductionCell cell, SortedDictionary<ulong, double> bySeed, ClaimResult[] claims, bool isDecisive)
    {
        double[] values = [.. bySeed.Values];
        Interval? interval = values.Length >= 2 ? StudentMean.Interval(values) : null;
        return new CellResult
        {
            Row = cell.Row,
            Column = cell.Column,
            Seeds = [.. bySeed.Keys],
            Values = values,
            Mean = values.Length > 0 ? Moments.MeanOf(values) : null,
            StandardDeviation = values.Length >= 2 ? Moments.Of(values).StandardDeviation : null,
            Interval = interval,
            Iqm = values.Length >= FewestForIqm ? InterquartileMean.Value(values) : null,
            Paper = cell.Paper,
            Verdict = cell.Paper is null ? null
                : !isDecisive || interval is null || values.Length < FewestSeeds ? CellVerdict.Undecided
                : Judge(interval.Value, cell.Paper.Range(), [.. claims.Where(claim => claim.Column == cell.Column && (claim.Better == cell.Row || claim.Worse == cell.Row)).Select(claim => claim.Verdict)]),
        };
    }

    private static CellVerdict Judge(Interval ours, Interval paper, ClaimVerdict[] claims)
    {
        bool overlaps = ours.Low <= paper.High && paper.Low <= ours.High;
        return overlaps && !claims.Contains(ClaimVerdict.Contradicted) ? CellVerdict.Reproduced
            : !overlaps && claims.Length > 0 && claims.All(claim => claim == ClaimVerdict.Holds) ? CellVerdict.OrderingHolds
            : CellVerdict.NotReproduced;
    }

    private static ClaimResult[] Claims(TableReproduction reproduction, ImmutableArray<SortedDictionary<ulong, double>> values, bool isDecisive)
    {
        (OrderingClaim Claim, double[] Better, double[] Worse)[] pairs = [.. reproduction.Claims.Select(claim => Pair(claim))];
        PairedTTestResult?[] tests = [.. pairs.Select(pair => pair.Better.Length >= 2 ? PairedTTest.Test(pair.Better, pair.Worse) : (PairedTTestResult?)null)];
        double[] adjusted = [.. tests.Where(test => test is not null).Select(test => test!.Value.PValue)];
        if (adjusted.Length > 0)
        {
            HolmCorrection.Adjust(adjusted, adjusted);
        }

        int next = 0;
        return [.. pairs.Select((pair, i) =>
        {
            double? p = tests[i] is null ? null : adjusted[next++];
            ClaimVerdict verdict = !isDecisive || p is null || pair.Better.Length < FewestSeeds ? ClaimVerdict.Undecided
                : p >= Level ? ClaimVerdict.NotShown
                : tests[i]!.Value.MeanDifference > 0 ? ClaimVerdict.Holds
                : ClaimVerdict.Contradicted;
            Interval? difference = pair.Better.Length >= 2 ? StudentMean.Interval([.. pair.Better.Zip(pair.Worse, (better, worse) => better - worse)]) : null;
            return new ClaimResult(pair.Claim.Better, pair.Claim.Worse, pair.Claim.Column, PaperDifference(pair.Claim), difference, p, tests[i]?.PValue, pair.Better.Length, verdict);
        })];

        (OrderingClaim Claim, double[] Better, double[] Worse) Pair(OrderingClaim claim)
        {
            SortedDictionary<ulong, double> better = values[IndexOf(claim.Better, claim.Column)];
            SortedDictionary<ulong, double> worse = values[IndexOf(claim.Worse, claim.Column)];
            ulong[] seeds = [.. better.Keys.Where(worse.ContainsKey)];
            return (claim, [.. seeds.Select(seed => better[seed])], [.. seeds.Select(seed => worse[seed])]);
        }

        double? PaperDifference(OrderingClaim claim)
            => reproduction.Cells[IndexOf(claim.Better, claim.Column)].Paper?.Mean - reproduction.Cells[IndexOf(claim.Worse, claim.Column)].Paper?.Mean;

        int IndexOf(string row, string column) => reproduction.Cells.IndexOf(reproduction.Cells.Single(cell => cell.Row == row && cell.Column == column));
    }
}
