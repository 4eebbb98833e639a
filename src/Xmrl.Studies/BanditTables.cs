using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Papers;
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

    /// <summary>The tables that come with Xmrl, these among them.</summary>
    public static ReproductionRegistry Registry { get; } = ReproductionRegistry.BuiltIn.With(Figure3(), QuestionB());

    /// <summary>Figure 3: 12 tasks.</summary>
    public static TableReproduction Figure3() => Table() with
    {
        Id = "robustness/figure3",
        Summary = "MACAW on stored pulls of 12 bandits: its controls, imitation, and MAML online on as many steps.",
        Protocol = BanditWords.Protocol("Figure 3", BanditWords.Figure),
        Series = [Series(FigureTasks, static row => row)],
        Cells = [.. BanditRows.All.SelectMany(row => Cells(row, row))],
        Claims =
        [
            .. new[]
            {
                BanditRows.Imitation, BanditRows.Other, BanditRows.None, BanditRows.Own, BanditRows.Online, BanditRows.Collector,
            }.Select(row => new OrderingClaim(BanditRows.Buffer, row, Final)),
        ],
        Equivalences = [new(BanditRows.Buffer, BanditRows.Optimum, Quarter, Near)],
        Pictures =
        [
            Picture("MACAW on 12 bandits", [.. BanditRows.All.Where(row => row is not BanditRows.Optimum and not BanditRows.Random)]),
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
                size => new OrderingClaim(Of(BanditRows.Buffer, 20), Of(BanditRows.Buffer, size), Final)),
            .. from size in new[] { s_sizes[0], s_sizes[^1] }
               from row in new[] { BanditRows.Imitation, BanditRows.Other, BanditRows.Online }
               select new OrderingClaim(Of(BanditRows.Buffer, size), Of(row, size), Final),
        ],
        Pictures = [Picture("MACAW by training tasks", [.. s_sizes.Select(size => Of(BanditRows.Buffer, size))])],
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
        Limits = [BanditRows.Optimum, BanditRows.Random],
    };

    /// <summary>A row under the condition of a number of tasks; references have the same figures under all.</summary>
    private static string Of(string row, int tasks) => BanditRows.References.Contains(row)
        ? row
        : string.Create(CultureInfo.InvariantCulture, $"{row}, {tasks} tasks");

    /// <summary>The cells of a row; those of the study where it drew the row.</summary>
    private static IEnumerable<ReproductionCell> Cells(string row, string name)
    {
        bool isDrawn = name == BanditRows.Buffer;
        yield return new ReproductionCell(name, Final, null);
        yield return new ReproductionCell(name, Share, isDrawn ? StudyWords.Read(Math.Round(StudyFinal / StudyOptimum, 3)) : null);
        if (BanditRows.Trained.Contains(row) || row == BanditRows.Optimum)
        {
            yield return new ReproductionCell(
                name, Quarter, isDrawn ? StudyWords.Read(Math.Round(StudyQuarter / StudyOptimum, 3)) : null);
        }

        if (BanditRows.Learned.Contains(row))
        {
            yield return new ReproductionCell(name, Sampled, null);
        }
    }

    private static ReproductionSeries Series(int tasks, Func<string, string> named) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"tasks-{tasks}"),
        Label = string.Create(CultureInfo.InvariantCulture, $"{tasks} training tasks"),
        Runner = new BanditStudyExperiment(tasks),
        Action = ExperimentAction.Train,
        Read = folder =>
        {
            BanditResult result = BanditResult.Read(folder);

            // References have one cell each, which one condition fills.
            bool hasReferences = tasks == FigureTasks;
            RunFigures figures = SeriesFigures.Of(
                folder,
                Values(result).Where(value => hasReferences || !BanditRows.References.Contains(value.Row))
                    .Select(value => KeyValuePair.Create(ReproductionCell.KeyOf(named(value.Row), value.Column), value.Value)));
            return figures with { Remarks = [BanditWords.Spent(result)] };
        },
        Curves = folder =>
        {
            BanditResult result = BanditResult.Read(folder);
            return [.. BanditRows.Trained.Select(row => new RunCurve(Panel, named(row), result.OuterSteps, result.Curves[row]))];
        },
    };

    private static IEnumerable<(string Row, string Column, double Value)> Values(BanditResult result)
    {
        double optimum = result.MeanActions[BanditRows.Optimum];
        return
        [
            .. BanditRows.All.Select(row => (row, Final, result.MeanActions[row])),
            .. BanditRows.All.Select(row => (row, Share, result.MeanActions[row] / optimum)),
            .. BanditRows.Trained.Select(row => (row, Quarter, result.AfterQuarter(row) / optimum)),
            (BanditRows.Optimum, Quarter, 1),
            .. BanditRows.Learned.Select(row => (row, Sampled, result.Sampled[row])),
        ];
    }
}
