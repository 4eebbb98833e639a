using System.Collections.Immutable;
using Xmrl.Training.Configuration;

namespace Xmrl.Reproduction;

/// <summary>A table of a paper that one command makes again: its cells with the paper's figures, what the paper concludes from them, and
/// the runs that fill them.</summary>
/// <remarks>To add one: build it in a static class of its own and name it in <c>ReproductionRegistry.BuiltIn</c>. Runs, resumption,
/// statistics, verdicts, printing and storage come with it.</remarks>
internal sealed record TableReproduction
{
    /// <summary>paper/table, such as sg-mrl/table1: lower-case letters, digits, hyphens and one slash.</summary>
    public required string Id
    {
        get;
        init => field = value.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            && value.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '/')
            ? value
            : throw new ArgumentException($"Id is '{value}'; expected paper/table in lower-case letters, digits and hyphens.", nameof(Id));
    }

    /// <summary>One line for lists and help.</summary>
    public required string Summary { get; init; }

    /// <summary>How the figures come about.</summary>
    public required ReproductionProtocol Protocol { get; init; }

    /// <summary>All cells, in printing order: row by row.</summary>
    public required ImmutableArray<ReproductionCell> Cells { get; init; }

    /// <summary>Columns whose values are shares or success rates: their intervals use that they lie in [0, 1].</summary>
    public ImmutableArray<string> ShareColumns { get; init; } = [];

    /// <summary>What the paper concludes from them.</summary>
    public ImmutableArray<OrderingClaim> Claims { get; init; } = [];

    /// <summary>The rows that the paper finds alike.</summary>
    public ImmutableArray<EquivalenceClaim> Equivalences { get; init; } = [];

    /// <summary>Cells that follow from those of several runs of one seed, from the values by key; null for none.</summary>
    public Func<IReadOnlyDictionary<string, double>, IEnumerable<KeyValuePair<string, double>>>? Derive { get; init; }

    /// <summary>Which form of the reproduction this is; null where it has one form and its quick variant.</summary>
    public ReproductionVariant? Variant { get; init; }

    /// <summary>Makes another form of it; null where it has one form and its quick variant.</summary>
    public Func<ReproductionVariant, TableReproduction>? Forms { get; init; }

    /// <summary>Pictures of what its runs tell with <see cref="ReproductionSeries.Curves"/>.</summary>
    public ImmutableArray<CurvePanel> Panels { get; init; } = [];

    /// <summary>Pictures as the paper draws them, for a figure; columns that are in none have a picture each.</summary>
    public ImmutableArray<FigurePicture> Pictures { get; init; } = [];

    /// <summary>Whether the paper's figures are of data that users bring: without a data file nothing is decided.</summary>
    public bool NeedsData { get; init; }

    /// <summary>The runs of one seed.</summary>
    public required ImmutableArray<ReproductionSeries> Series { get; init; }

    /// <summary>Seeds of the full table, as many as the paper's.</summary>
    public required int Seeds { get; init; }

    /// <summary>Seeds of the quick variant, whose runs are also the runners' quick variants: it shows that everything works.</summary>
    public int QuickSeeds { get; init; } = 2;

    /// <summary>Name of a folder beside the table's own, where the runs are: tables with the same name share them. Null for a folder
    /// inside.</summary>
    public string? SharedRuns { get; init; }

    /// <summary>The id as a folder name.</summary>
    public string FolderName => Id.Replace('/', '-');

    /// <summary>Another form of the reproduction.</summary>
    /// <param name="variant">The form; null for this one.</param>
    /// <returns>The table in that form.</returns>
    /// <exception cref="ConfigurationException">It has no such form.</exception>
    public TableReproduction At(ReproductionVariant? variant) => (variant, Forms) switch
    {
        (null, _) => this,
        ({ ScoresAsThePaper: false }, _) when Variant is null => throw new ConfigurationException(
            $"{Id} scores as its protocol says: --score and --actions are for the curves of robustness/…"),
        (_, { } forms) => forms(variant),
        ({ Scale: ReproductionScale.Desk }, _) => throw new ConfigurationException(
            $"{Id} has no scale between its quick variant and the paper's: --scale is quick or full."),
        _ => this,
    };

    /// <summary>All runs, seed by seed, so that an interrupted table has whole rows of paired seeds.</summary>
    /// <param name="configuration">Seeds.</param>
    /// <returns>The runs.</returns>
    public IEnumerable<ReproductionRun> Runs(ReproductionConfiguration configuration)
    {
        for (int i = 0; i < configuration.Seeds; i++)
        {
            foreach (ReproductionSeries series in Series)
            {
                yield return new ReproductionRun(series, configuration.FirstSeed + (ulong)i);
            }
        }
    }

    /// <summary>Throws unless claims and cells fit together.</summary>
    /// <exception cref="ArgumentException">A cell, series or claim occurs twice, or a claim names a cell that the table does not
    /// have.</exception>
    public void Check()
    {
        RequireDistinct(Cells.Select(cell => cell.Key), nameof(Cells));
        RequireDistinct(Series.Select(series => series.Name), nameof(Series));
        RequireDistinct(Claims.Select(claim => claim.ToString()), nameof(Claims));
        RequireDistinct(Equivalences.Select(claim => claim.ToString()), nameof(Equivalences));
        foreach (ReproductionSeries series in Series.Where(series => series.BasedOn is not null))
        {
            if (!Series.TakeWhile(other => other != series).Any(other => other.Name == series.BasedOn))
            {
                throw new ArgumentException(
                    $"{Id}: series '{series.Name}' builds on '{series.BasedOn}', which is no series before it.", nameof(Series));
            }
        }

        foreach (FigurePicture picture in Pictures)
        {
            foreach (string row in picture.Rows.Concat(picture.Limits))
            {
                if (!picture.Columns.All(column => Cells.Any(cell => cell.Row == row && cell.Column == column)))
                {
                    throw new ArgumentException(
                        $"{Id}: picture '{picture.Title}' shows row '{row}' in a column where it has no cell.", nameof(Pictures));
                }
            }
        }

        HashSet<string> cells = [.. Cells.Select(cell => cell.Key)];
        IEnumerable<(string Row, string Column)> claimed =
        [
            .. Claims.SelectMany(claim => new[] { (claim.Better, claim.Column), (claim.Worse, claim.Column) }),
            .. Equivalences.SelectMany(claim => new[] { (claim.First, claim.Column), (claim.Second, claim.Column) }),
        ];
        foreach ((string row, string column) in claimed)
        {
            if (!cells.Contains(ReproductionCell.KeyOf(row, column)))
            {
                throw new ArgumentException($"{Id}: a claim names row '{row}' in column '{column}', which is no cell.", nameof(Claims));
            }
        }

        void RequireDistinct(IEnumerable<string> names, string what)
        {
            if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new ArgumentException($"{Id}: '{twice.Key}' occurs twice.", what);
            }
        }
    }
}
