using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Papers;

/// <summary>Tables 1 to 5 and Figures 2 and 3 of the method's paper, for every experiment of its main text. The tables of one experiment
/// share their runs: per seed one base policy, repaired twice, or once where a second repair would take too long.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Section 5 and Appendix M.</seealso>
internal static class XmrlTables
{
    /// <summary>Base policies.</summary>
    internal const int Seeds = 5;
    private const string Base = Maml.Title;
    private const string Ours = "XMRL";

    /// <summary>Tables need scores after adaptation alone.</summary>
    private static readonly ImmutableArray<string> s_repair = ["scoring.curves=false"];

    private static readonly ImmutableArray<int> s_shares = [5, 10, 20, 30, 50];

    /// <summary>All tables and figures, with ids such as xmrl/table1-drone.</summary>
    /// <returns>The reproductions.</returns>
    public static ImmutableArray<TableReproduction> Create() =>
    [
        .. XmrlFigures.All.SelectMany(Of),
        new VariantTable(DroneExperiment.Name)
        {
            Repairs = 2,
            Further =
            [
                "nearestCritical", "predefinedAugmentation", "tw", "ma",
                "mr",
            ],
        }.Create(),
        new VariantTable(DroneExperiment.Name)
        {
            Name = "replication",
            Hypothesis =
                "XMRL-Poor scores above Continued and above RandomCritical on the test tasks; ten base policies that no search and no "
                    + "other table uses (--seed 21).",
            Variants = [("xmrlPoor", "randomAdded")],
            Further = ["xmrl"],
            Seeds = 10,
        }.Create(),
        new VariantTable(DroneExperiment.Name)
        {
            Name = "safe-repair",
            Hypothesis =
                "The policy that the confirmation keeps, with XMRL-Poor as its one candidate, scores above Continued and above "
                    + "RandomCritical on the test tasks and degrades at most 5 % of the other tasks; sixteen base policies that no "
                    + "search and no other table uses (--seed 31).",
            IsAboutKept = true,
            Variants = [("xmrlPoor", "randomCritical")],
            Controls = ["continued", "randomCritical"],
            Seeds = 16,
        }.Create(),
        new VariantTable(PlantedExperiments.RareName)
        {
            Variants =
            [
                ("xmrl", "randomCritical"),
                ("xmrlWeighted", "randomWeighted"),
                ("xmrlPoor", "randomAdded"),
            ],
        }.Create(),
        Repair(
            PlantedExperiments.RareName, "xmrlPoor", "randomAdded", "where a region is rare in training",
            51),
        new VariantTable(PlantedExperiments.CorruptedName)
        {
            Variants =
            [
                ("xmrl", "randomCritical"),
                ("xmrlWeighted", "randomCritical"),
                ("xmrlPoor", "randomAdded"),
                ("xmrlPruned", "randomPruned"),
            ],
        }.Create(),
        Repair(
            PlantedExperiments.CorruptedName, "xmrlPruned", "randomPruned",
            "where training tasks have corrupted rewards", 71),
    ];

    /// <summary>A hypothesis on a planted truth, fixed before its runs: the variant is above more training, random critical tasks and the
    /// control of its own.</summary>
    private static TableReproduction Repair(
        string experiment, MethodName variant, MethodName control, string where, int firstSeed)
        => new VariantTable(experiment)
        {
            Name = "repair",
            Hypothesis = string.Create(
            CultureInfo.InvariantCulture,
            $"{MethodTable.Standard[variant].Title} scores above Continued, RandomCritical and "
                + $"{MethodTable.Standard[control].Title} on the test tasks {where}; "
                + $"twelve base policies that no search and no other table uses (--seed {firstSeed})."),
            Variants = [(variant, control)],
            Controls = ["continued", "randomCritical"],
            Opponents = ["continued", "randomCritical", control],
            Seeds = 12,
        }.Create();

    private static IEnumerable<TableReproduction> Of(XmrlFigures paper)
    {
        IExperimentRunner runner = ExperimentRegistry.BuiltIn.Find(paper.Experiment);
        string score = XmrlReaders.AllTasks;
        ImmutableArray<ReproductionCell> table1 =
        [
            .. new[] { Base, Ours, "TW", "MA", "MR" }.Zip(paper.Table1, (row, value) => new ReproductionCell(row, score, value)),
        ];
        yield return Table(paper, "table1", "XMRL against the improvement methods", "Table 1", XmrlReaders.Means(score)) with
        {
            Cells = [.. table1, new("Continued", score, null)],
            Claims =
            [
                .. table1.Where(cell => cell.Row != Ours).Select(cell => new OrderingClaim(Ours, cell.Row, score)),
                new(Ours, "Continued", score),
            ],
            Series = Series(paper, runner, XmrlReaders.Means(score)),
        };
        yield return Table(paper, "table2", "poor and other test tasks before and after", "Table 2", XmrlReaders.Groups) with
        {
            Cells =
            [
                new(Base, XmrlReaders.Poor, paper.Table2[0]), new(Base, XmrlReaders.NonPoor, paper.Table2[2]),
                new(Ours, XmrlReaders.Poor, paper.Table2[1]), new(Ours, XmrlReaders.NonPoor, paper.Table2[3]),
                new(Ours, XmrlReaders.Degraded, paper.Table2[4]),
                new("Continued", XmrlReaders.Poor, null), new("Continued", XmrlReaders.NonPoor, null),
                new("Continued", XmrlReaders.Degraded, null),
            ],
            Claims = [new(Ours, Base, XmrlReaders.Poor), new(Ours, Base, XmrlReaders.NonPoor), new(Ours, "Continued", XmrlReaders.Poor)],
            Series = Series(paper, runner, XmrlReaders.Groups),
        };
        const string Predefined = "PredefinedAugmentation";
        yield return Table(paper, "table3", "learned against predefined mixing", "Table 3", XmrlReaders.Means(score)) with
        {
            Cells = [table1[0], table1[1], new(Predefined, score, paper.Table3)],
            Claims = [new(Ours, Predefined, score)],
            Series = Series(paper, runner, XmrlReaders.Means(score)),
        };
        yield return Table(paper, "table4", "fidelity of the explanation", "Table 4", XmrlReaders.Fidelity) with
        {
            Cells =
            [
                new("critical tasks", XmrlReaders.Poor, paper.Table4[0]), new("all tasks", XmrlReaders.Poor, paper.Table4[1]),
                new("random tasks", XmrlReaders.Poor, paper.Table4[2]),
            ],
            Claims = [new("critical tasks", "all tasks", XmrlReaders.Poor), new("critical tasks", "random tasks", XmrlReaders.Poor)],
            Series =
            [
                First(runner),
                Further(
                    runner, "fidelity", "Fidelity",
                    ["explain.fidelity=true", $"explain.criticalTasks={paper.FidelityTasks}", "retrain.methods=[]", "confirm.tasks=0"],
                    XmrlReaders.Fidelity),
            ],
        };
        yield return Table(paper, "table5", "usefulness of the explanation", "Table 5", XmrlReaders.Means(score)) with
        {
            Cells = [table1[0], table1[1], new("RandomCritical", score, paper.Table5)],
            Claims = [new(Ours, "RandomCritical", score)],
            Series = Series(paper, runner, XmrlReaders.Means(score)),
        };
        if (paper.Experiment == DroneExperiment.Name)
        {
            yield return Table(paper, "figure2", "where the critical tasks lie", "Figure 2", XmrlReaders.Nearness) with
            {
                Cells =
                [
                    new("critical tasks", XmrlReaders.Near, null), new("all training tasks", XmrlReaders.Near, null),
                    new("nearest tasks", XmrlReaders.Near, null),
                ],
                Claims = [new("critical tasks", "all training tasks", XmrlReaders.Near)],
                Series = Series(paper, runner, XmrlReaders.Nearness),
            };
        }

        yield return Figure3(paper, runner);
    }

    private static TableReproduction Figure3(XmrlFigures paper, IExperimentRunner runner)
    {
        const string Score = XmrlReaders.AllTasks;
        string peak = Row(paper.PeakShare);
        return Table(paper, "figure3", "number of critical tasks", "Figure 3", XmrlReaders.Means(Score)) with
        {
            Cells =
            [
                .. s_shares.Select(share => new ReproductionCell(Row(share), Score, share == paper.PeakShare ? paper.Table1[1] : null)),
            ],
            Claims = [.. s_shares.Where(share => share != paper.PeakShare).Select(share => new OrderingClaim(peak, Row(share), Score))],
            Series =
            [
                First(runner),
                .. s_shares.Select(share => Further(
                    runner,
                    string.Create(CultureInfo.InvariantCulture, $"share-{share}"),
                    Row(share),
                    [
                        "retrain.methods=[xmrl]", "confirm.tasks=0", "augment.trajectories=5",
                        string.Create(CultureInfo.InvariantCulture, $"explain.criticalTasks={Count(share)}"),
                    ],
                    run => XmrlReaders.Means(Score)(run)
                        .Where(cell => cell.Row == Ours)
                        .Select(cell => (Row(share), cell.Column, cell.Value)))),
            ],
        };

        static string Row(int share) => string.Create(CultureInfo.InvariantCulture, $"{share} % critical");

        int Count(int share) => Math.Max(1, (int)Math.Round(share / 100.0 * Training(paper)));
    }

    private static int Training(XmrlFigures paper) => paper.Experiment is DroneExperiment.Name or StockExperiment.Name ? 50 : 100;

    private static TableReproduction Table(XmrlFigures paper, string name, string what, string place, XmrlReaders.Cells read) => new()
    {
        Id = $"xmrl/{name}-{paper.Experiment}",
        Summary = $"{place} of xmrl, {paper.Label}: {what}.",
        Protocol = XmrlProtocol.Of(paper, place),
        Cells = [],
        Series = Series(paper, ExperimentRegistry.BuiltIn.Find(paper.Experiment), read),
        Seeds = Seeds,
        NeedsData = paper.Experiment == StockExperiment.Name,
        SharedRuns = SharedRuns(paper.Experiment),
        ShareColumns = ShareColumns(paper.Experiment),
    };

    /// <summary>Scores of the drone are success rates; those of the others are returns, and only the degraded tasks are a share.</summary>
    internal static ImmutableArray<string> ShareColumns(string experiment)
        => experiment == DroneExperiment.Name || experiment.StartsWith($"{DroneExperiment.Name}-", StringComparison.Ordinal)
        ? [XmrlReaders.AllTasks, XmrlReaders.Poor, XmrlReaders.NonPoor, XmrlReaders.Degraded]
        : [XmrlReaders.Degraded];

    /// <summary>Folder of the runs that all tables of an experiment share.</summary>
    internal static string SharedRuns(string experiment) => $"xmrl-{experiment}-runs";

    /// <summary>The methods that the tables of an experiment compare: more than a run of it retrains with unless it is asked.</summary>
    private static ImmutableArray<string> AllMethods(IExperimentRunner runner)
        => [$"retrain.methods=[{string.Join(", ", ((ImprovementRunner)runner).Compared)}]"];

    internal static ReproductionSeries First(IExperimentRunner runner, XmrlReaders.Cells? read = null) => new()
    {
        Name = "repair-1",
        Label = "Base policy and first improvement",
        Runner = runner,
        Action = ExperimentAction.Improve,
        Overrides = [.. s_repair, .. AllMethods(runner)],
        Read = run => SeriesFigures.Of(run, read is null ? [] : XmrlReaders.Mean(run, 1, read)) with { Remarks = XmrlRemarks.Of(run) },
    };

    private static ImmutableArray<ReproductionSeries> Series(XmrlFigures paper, IExperimentRunner runner, XmrlReaders.Cells read)
        => Series(runner, read, paper.Repairs);

    /// <summary>The repairs; the last one reads the mean over all of them.</summary>
    internal static ImmutableArray<ReproductionSeries> Series(IExperimentRunner runner, XmrlReaders.Cells read, int repairs) =>
    [
        First(runner, repairs == 1 ? read : null),
        .. Enumerable.Range(2, repairs - 1).Select(number => new ReproductionSeries
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"repair-{number}"),
            Label = string.Create(CultureInfo.InvariantCulture, $"Improvement {number}"),
            Runner = runner,
            Action = ExperimentAction.Improve,
            BasedOn = "repair-1",
            Overrides = [.. s_repair, string.Create(CultureInfo.InvariantCulture, $"repetition={number - 1}")],
            Read = run => SeriesFigures.Of(
                run, number < repairs ? [] : XmrlReaders.Mean(run, number, read)) with { Remarks = XmrlRemarks.Of(run) },
        }),
    ];

    /// <summary>Runs of a table of its own: base policy and repair by the methods that the settings name.</summary>
    internal static ReproductionSeries Own(IExperimentRunner runner, string name, IReadOnlyList<string> overrides, XmrlReaders.Cells read)
        => First(runner) with
        {
            Name = name,
            Label = "Base policy and improvement",
            Overrides = [.. s_repair, .. overrides],
            Read = run => SeriesFigures.Of(
                run,
                read(run)
                    .Select(
                        cell => KeyValuePair.Create(
                            ReproductionCell.KeyOf(cell.Row, cell.Column), cell.Value))) with
            { Remarks = XmrlRemarks.Of(run) },
        };

    /// <summary>Runs that improve the base policy of the first series in another way.</summary>
    internal static ReproductionSeries Further(
        IExperimentRunner runner, string name, string label, IReadOnlyList<string> overrides, XmrlReaders.Cells read)
        => new()
        {
            Name = name,
            Label = label,
            Runner = runner,
            Action = ExperimentAction.Improve,
            BasedOn = "repair-1",
            Overrides = [.. s_repair, .. overrides],
            Read = run => SeriesFigures.Of(
                run, read(run).Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(cell.Row, cell.Column), cell.Value))),
        };
}
