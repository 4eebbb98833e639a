using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Robustness;
using Xmrl.Training.Hosting;

namespace Xmrl.Studies;

/// <summary>The study's figure and question of MACAW on bandits as tables; they share the runs of 12 tasks.</summary>
internal static class BanditTables
{
    /// <summary>Column of the mean returns of mean actions at the end.</summary>
    public const string Final = "final";

    /// <summary>Column of the same as a share of what the best arm earns.</summary>
    public const string Share = "final, share of the best arm";

    /// <summary>Column of that share after a quarter of the outer steps.</summary>
    public const string Quarter = "a quarter of the outer steps, share of the best arm";

    /// <summary>Column of the mean returns of sampled actions at the end.</summary>
    public const string Sampled = "final, sampled actions";

    /// <summary>Difference from the best arm, as a share of it, that counts as near the optimum.</summary>
    public const double Near = 0.03;

    private const int FigureTasks = 12;
    private const string Panel = "Training";
    private const string Axis = "outer steps on stored data";
    private const string Return = "Mean return on the test tasks, mean actions";

    // Figure 3 of the study: 879, 882 and 894 read from its drawing.
    private const double StudyQuarter = 879;
    private const double StudyFinal = 882;
    private const double StudyOptimum = 894;

    private static readonly ImmutableArray<int> s_sizes = [5, 10, FigureTasks, 20, 35];

    /// <summary>Figure 3: 12 tasks.</summary>
    public static TableReproduction Figure3() => Table() with
    {
        Id = "robustness/figure3",
        Summary = "MACAW on stored pulls of 12 bandits: its controls, imitation, and MAML online on as many steps.",
        Protocol = BanditWords.Protocol("Figure 3", BanditWords.Figure),
        Series = [Series(FigureTasks, static row => row)],
        Cells = [.. BanditRows.Figure.SelectMany(row => Cells(row, row))],
        Claims =
        [
            .. new[]
            {
                StoredRows.Imitation, StoredRows.Other, StoredRows.None, StoredRows.Own, StoredRows.Online, StoredRows.Collector,
                StoredRows.OnlineBuffer, StoredRows.OnlineOwn,
            }.Select(row => new OrderingClaim(StoredRows.Buffer, row, Final)),
        ],
        Equivalences = [new(StoredRows.Buffer, StoredRows.Optimum, Quarter, Near)],
        Pictures =
        [
            Picture("MACAW on 12 bandits", [.. BanditRows.Figure.Where(row => row is not StoredRows.Optimum and not StoredRows.Random)]),
        ],
    };

    /// <summary>Question (b): 5 to 35 tasks with as many stored steps in all.</summary>
    public static TableReproduction QuestionB() => Table() with
    {
        Id = "robustness/b",
        Summary = "MACAW on 60,000 stored pulls of 5, 10, 12, 20 or 35 bandits, with the rows of robustness/figure3.",
        Protocol = BanditWords.Protocol("question (b)", BanditWords.Sizes),
        Series = [.. s_sizes.Select(size => Series(size, row => Of(row, size)))],
        Cells =
        [
            .. BanditRows.Learned.SelectMany(row => s_sizes.SelectMany(size => Cells(row, Of(row, size)))),
            .. BanditRows.References.SelectMany(row => Cells(row, row)),
        ],
        Claims =
        [
            .. new[] { s_sizes[0], s_sizes[^1] }.Select(
                size => new OrderingClaim(Of(StoredRows.Buffer, 20), Of(StoredRows.Buffer, size), Final)),
            .. from size in new[] { s_sizes[0], s_sizes[^1] }
               from row in new[] { StoredRows.Imitation, StoredRows.Other, StoredRows.Online }
               select new OrderingClaim(Of(StoredRows.Buffer, size), Of(row, size), Final),
        ],
        Pictures = [Picture("MACAW by training tasks", [.. s_sizes.Select(size => Of(StoredRows.Buffer, size))])],
    };

    /// <summary>What both have.</summary>
    private static TableReproduction Table() => new()
    {
        Id = "robustness/macaw",
        Summary = string.Empty,
        Protocol = BanditWords.Protocol(string.Empty, []),
        Cells = [],
        Series = [],
        Seeds = 5,
        QuickSeeds = 1,
        SharedRuns = "robustness-bandit-runs",
        Panels = [new CurvePanel(Panel, Axis, Return)],
    };

    private static FigurePicture Picture(string title, ImmutableArray<string> rows) => new()
    {
        Title = title,
        Axis = Return,
        Columns = [Final],
        Labels = [Final],
        Rows = rows,
        Limits = [StoredRows.Optimum, StoredRows.Random],
    };

    /// <summary>A row under the condition of a number of tasks; references have the same figures under all.</summary>
    private static string Of(string row, int tasks) => BanditRows.References.Contains(row)
        ? row
        : string.Create(CultureInfo.InvariantCulture, $"{row}, {tasks} tasks");

    /// <summary>The cells of a row; those of the study where it drew the row.</summary>
    private static IEnumerable<ReproductionCell> Cells(string row, string name)
    {
        bool isDrawn = name == StoredRows.Buffer;
        yield return new ReproductionCell(name, Final, null);
        yield return new ReproductionCell(name, Share, isDrawn ? StudyWords.Read(Math.Round(StudyFinal / StudyOptimum, 3)) : null);
        if (StoredRows.Trained.Contains(row) || row == StoredRows.Optimum)
        {
            yield return new ReproductionCell(
                name, Quarter, isDrawn ? StudyWords.Read(Math.Round(StudyQuarter / StudyOptimum, 3)) : null);
        }

        if (IsLearned(row))
        {
            yield return new ReproductionCell(name, Sampled, null);
        }
    }

    private static ReproductionSeries Series(int tasks, Func<string, string> named) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"tasks-{tasks}"),
        Label = string.Create(CultureInfo.InvariantCulture, $"{tasks} training tasks"),
        Runner = new StoredStudyExperiment(
            "robustness-bandit", BanditScale.Full(tasks, tasks == FigureTasks), BanditScale.Quick(tasks, tasks == FigureTasks)),
        Action = ExperimentAction.Train,
        Read = folder =>
        {
            StoredResult result = StoredResult.Read(folder, Rows(tasks));

            // References have one cell each, which one condition fills.
            bool hasReferences = tasks == FigureTasks;
            RunFigures figures = SeriesFigures.Of(
                folder,
                Values(result, tasks)
                    .Where(value => hasReferences || !BanditRows.References.Contains(value.Row))
                    .Where(value => named(value.Row) == value.Row || !StoredRows.Rounds.Contains(value.Row))
                    .Select(value => KeyValuePair.Create(ReproductionCell.KeyOf(named(value.Row), value.Column), value.Value)));
            return figures with { Remarks = [BanditWords.Spent(result)] };
        },
        Curves = folder =>
        {
            StoredResult result = StoredResult.Read(folder, Rows(tasks));
            return [.. StoredRows.Trained.Select(row => new RunCurve(Panel, named(row), result.OuterSteps, result.Curves[row]))];
        },
    };

    private static ImmutableArray<string> Rows(int tasks) => tasks == FigureTasks ? BanditRows.Figure : BanditRows.All;

    private static bool IsLearned(string row) => BanditRows.Learned.Contains(row) || StoredRows.Rounds.Contains(row);

    private static IEnumerable<(string Row, string Column, double Value)> Values(StoredResult result, int tasks)
    {
        double optimum = result.MeanActions[StoredRows.Optimum];
        ImmutableArray<string> rows = Rows(tasks);
        return
        [
            .. rows.Select(row => (row, Final, result.MeanActions[row])),
            .. rows.Select(row => (row, Share, result.MeanActions[row] / optimum)),
            .. StoredRows.Trained.Select(row => (row, Quarter, result.AfterQuarter(row) / optimum)),
            (StoredRows.Optimum, Quarter, 1),
            .. rows.Where(IsLearned).Select(row => (row, Sampled, result.Sampled[row])),
        ];
    }
}
