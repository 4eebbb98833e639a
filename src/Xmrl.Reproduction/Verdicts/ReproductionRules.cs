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
        return Apply(
            new TableClaims(reproduction.Cells, reproduction.Claims, reproduction.ShareColumns)
            {
                Equivalences = reproduction.Equivalences,
                LeavesCells = reproduction.Variant is { Scale: not ReproductionScale.Full },
            },
            values, isDecisive);
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
            [
                .. table.Cells.Select((cell, i) => Cell(
                    cell, values[i], claims, isDecisive && !table.LeavesCells, table.ShareColumns.Contains(cell.Column))),
            ],
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
        TestedClaim[] tested =
        [
            .. table.Claims.Select(claim => new TestedClaim(
                (claim.Better, claim.Worse, claim.Column), ValuesOf(claim.Better, claim.Column), ValuesOf(claim.Worse, claim.Column))
            { By = claim.By }),
            .. table.Equivalences.Select(claim => new TestedClaim(
                (claim.First, claim.Second, claim.Column), ValuesOf(claim.First, claim.Column), ValuesOf(claim.Second, claim.Column))
            { Margin = claim.Margin }),
        ];

        // A claim without variance counts in the correction of the others, and is undecided.
        double[] adjusted = [.. tested.Where(claim => claim.Seeds >= 2).Select(claim => claim.PValue ?? 1)];
        if (adjusted.Length > 0)
        {
            HolmCorrection.Adjust(adjusted, adjusted);
        }

        int next = 0;
        return
        [
            .. tested.Select(claim => claim.Result(
                claim.Seeds >= 2 ? adjusted[next++] : null,
                PaperOf(claim.Rows.Better, claim.Rows.Column) - PaperOf(claim.Rows.Worse, claim.Rows.Column),
                isDecisive)),
        ];

        SortedDictionary<ulong, double> ValuesOf(string row, string column) => values[IndexOf(row, column)];
        double? PaperOf(string row, string column) => table.Cells[IndexOf(row, column)].Paper?.Mean;
        int IndexOf(string row, string column) => table.Cells.IndexOf(table.Cells.Single(cell => cell.Row == row && cell.Column == column));
    }
}
