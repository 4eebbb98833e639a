using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.MetaWorld.Experiments;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Papers;

/// <summary>Tables 6 to 11 of the method's paper: ML10. All of them share their runs, per seed one base policy and one
/// improvement.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix M.9.</seealso>
internal static class MetaWorldTables
{
    private const string Base = "MAML";
    private const string Ours = "XMRL";
    private const string Predefined = "PredefinedAugmentation";
    private const string RandomCritical = "RandomCritical";
    private const double Level = 0.05;
    private const int DeskSeeds = 3;

    private static string[] Rows => [.. MetaWorldFigures.Table7.Select(static row => row.Row)];

    /// <summary>The tables.</summary>
    /// <returns>xmrl/table6 to xmrl/table11.</returns>
    public static ImmutableArray<TableReproduction> Create()
    {
        ImmutableArray<TableReproduction> quick = Smaller(MetaWorldScale.Quick, ReproductionScale.Quick);
        ImmutableArray<TableReproduction> desk = Smaller(MetaWorldScale.Desk, ReproductionScale.Desk);
        return
        [
            .. At(MetaWorldScale.Full).Select((full, i) => full with
            {
                Forms = variant => variant.Scale switch
                {
                    ReproductionScale.Quick => quick[i],
                    ReproductionScale.Desk => desk[i],
                    _ => full,
                },
            }),
        ];
    }

    /// <summary>A smaller form of all tables; the folder of shared runs says that it is the desk's, the runner that it is quick.</summary>
    private static ImmutableArray<TableReproduction> Smaller(MetaWorldScale sizes, ReproductionScale scale) =>
    [
        .. At(sizes).Select(table => table with
        {
            Variant = new ReproductionVariant(scale),
            Seeds = DeskSeeds,
            SharedRuns = scale == ReproductionScale.Desk ? $"{table.SharedRuns}-desk" : table.SharedRuns,
        }),
    ];

    private static ImmutableArray<TableReproduction> At(MetaWorldScale scale)
    {
        IExperimentRunner runner = ExperimentRegistry.BuiltIn.Listed.Single(static known => known.Name == MetaWorldExperiment.Many).Runner;
        ImmutableArray<ReproductionSeries> shared = [First(Families)];
        ImmutableArray<ReproductionSeries> learners =
        [
            .. shared, Learner(runner, MetaWorldFigures.Sdvt, scale.Sdvt), Learner(runner, MetaWorldFigures.Ecet, scale.Ecet),
        ];
        TableReproduction[] tables =
        [
            Table(6, "success of the base policy per test family", shared) with
            {
                Cells = [.. Row(Base), .. Uninformed()],
                Claims =
                [
                    new(Base, UninformedScores.Random, MetaWorldFigures.Average),
                    new(Base, UninformedScores.Zero, MetaWorldFigures.Average),
                ],
            },
            Table(7, "XMRL against the improvement methods and other learners", learners) with
            {
                Cells = [.. Rows.SelectMany(Row), .. Beside("Continued"), .. Uninformed()],
                Claims =
                [
                    .. Rows.Where(static row => row != Ours)
                        .Select(static row => new OrderingClaim(Ours, row, MetaWorldFigures.Average)),
                ],
            },
            Table(8, "which differences to MAML are significant", learners) with
            {
                Cells = [.. Rows.SelectMany(Row), .. Uninformed()],
                Claims = [.. Significant()],
            },
            Table(
                9, "share of critical tasks",
                [First(Families), .. MetaWorldFigures.Table9.Select(entry => Share(runner, scale, entry.Share))]) with
            {
                Cells =
                [
                    .. MetaWorldFigures.Table9.Select(static entry => new ReproductionCell(
                        ShareRow(entry.Share), MetaWorldFigures.Average, new PaperValue(entry.Value))),
                    .. OnAverage(),
                ],
                Claims =
                [
                    .. MetaWorldFigures.Table9.Where(static entry => entry.Share != 20)
                        .Select(static entry => new OrderingClaim(ShareRow(20), ShareRow(entry.Share), MetaWorldFigures.Average)),
                ],
            },
            Table(10, "learned against predefined mixing", shared) with
            {
                Cells = [.. Row(Ours), .. Row(Predefined, MetaWorldFigures.Predefined), .. Uninformed()],
                Claims = [.. MetaWorldFigures.Columns.Select(static column => new OrderingClaim(Ours, Predefined, column))],
            },
            Table(11, "fidelity and usefulness of the explanation", [First(Families), Fidelity(runner)]) with
            {
                Cells =
                [
                    .. new[] { "critical tasks", "all tasks", "random tasks" }.Zip(
                        MetaWorldFigures.Fidelity,
                        static (row, value) => new ReproductionCell(row, XmrlReaders.Poor, new PaperValue(value))),
                    .. new[] { (Base, 0.29), (Ours, 0.37), (RandomCritical, MetaWorldFigures.RandomCritical) }.Select(
                        static entry => new ReproductionCell(entry.Item1, MetaWorldFigures.Average, new PaperValue(entry.Item2))),
                    .. OnAverage(),
                ],
                Claims =
                [
                    new("critical tasks", "all tasks", XmrlReaders.Poor), new("critical tasks", "random tasks", XmrlReaders.Poor),
                    new(Ours, RandomCritical, MetaWorldFigures.Average),
                ],
            },
        ];
        return
        [
            .. tables.Select(table => table with
            {
                Series = [.. table.Series.Select(series => series with { Overrides = [.. scale.Settings, .. series.Overrides] })],
                Protocol = table.Protocol with { Assumptions = [.. scale.Words, .. table.Protocol.Assumptions] },
            }),
        ];

        ReproductionSeries First(XmrlReaders.Cells read) => XmrlTables.First(runner, read);
    }

    /// <summary>Success of every method, and of policies that look at nothing, per test family and on average over families.</summary>
    internal static IEnumerable<(string Row, string Column, double Value)> Families(RunDirectory run)
    {
        TaskSets tasks = RunJson.Read<TaskSets>(run.TasksPath);
        IEnvironmentFamily family =
            LearnerFactory.Family(ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath));
        return Learned(run).Concat(
            new[]
            {
                (Row: UninformedScores.Random, Scores: UninformedScores.Of(family, tasks.Test, RandomKey.FromSeed(0))),
                (Row: UninformedScores.Zero, Scores: UninformedScores.Of(family, tasks.Test, null)),
            }.SelectMany(entry => PerFamily(tasks.Test, entry.Scores).Select(cell => (entry.Row, cell.Column, cell.Value))));
    }

    /// <summary>Success of every policy of a run.</summary>
    private static IEnumerable<(string Row, string Column, double Value)> Learned(RunDirectory run)
    {
        TaskSets tasks = RunJson.Read<TaskSets>(run.TasksPath);
        return StoredEvaluation.Read(run).Methods.SelectMany(
            method => PerFamily(tasks.Test, method.Scores).Select(cell => (method.Name, cell.Column, cell.Value)));
    }

    /// <summary>Means of the families, and the mean of those.</summary>
    internal static IEnumerable<(string Column, double Value)> PerFamily(IReadOnlyList<MdpTask> tasks, IReadOnlyList<double> scores)
    {
        (string Column, double Value)[] families =
        [
            .. tasks.Zip(scores).GroupBy(static pair => ArmTasks.All[(int)pair.First.Parameters[0]].Name, static pair => pair.Second)
                .Select(static group => (group.Key, group.Average())),
        ];
        return families.Append((MetaWorldFigures.Average, families.Average(static family => family.Value)));
    }

    /// <summary>What Table 8 calls significant, in the direction of Table 7.</summary>
    private static IEnumerable<OrderingClaim> Significant()
    {
        double[] without = MetaWorldFigures.Table7[0].Values;
        foreach ((string row, double[] probabilities) in MetaWorldFigures.Table8)
        {
            double[] with = MetaWorldFigures.Table7.Single(entry => entry.Row == row).Values;
            for (int i = 0; i < probabilities.Length; i++)
            {
                if (probabilities[i] < Level && with[i] != without[i])
                {
                    yield return with[i] > without[i]
                        ? new(row, Base, MetaWorldFigures.Columns[i])
                        : new(Base, row, MetaWorldFigures.Columns[i]);
                }
            }
        }
    }

    private static IEnumerable<ReproductionCell> Row(string row)
        => Row(row, MetaWorldFigures.Table7.Single(entry => entry.Row == row).Values);

    private static IEnumerable<ReproductionCell> Row(string row, IEnumerable<double> values)
        => MetaWorldFigures.Columns.Zip(values, (column, value) => new ReproductionCell(row, column, new PaperValue(value)));

    private static IEnumerable<ReproductionCell> Beside(string row)
        => MetaWorldFigures.Columns.Select(column => new ReproductionCell(row, column, null));

    private static IEnumerable<ReproductionCell> Uninformed() => [.. Beside(UninformedScores.Random), .. Beside(UninformedScores.Zero)];

    private static IEnumerable<ReproductionCell> OnAverage()
        => Uninformed().Where(static cell => cell.Column == MetaWorldFigures.Average);

    private static string ShareRow(int share) => string.Create(CultureInfo.InvariantCulture, $"{share} % critical");

    /// <summary>A learner that trains by itself from as many environment steps as the base policy.</summary>
    private static ReproductionSeries Learner(IExperimentRunner runner, string label, ImmutableArray<string> settings) => new()
    {
        Name = label.ToLowerInvariant(),
        Label = label,
        Runner = runner,
        Overrides = ["scoring.curves=false", .. settings],
        Read = run => SeriesFigures.Of(
            run, Learned(run).Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(label, cell.Column), cell.Value))),
    };

    private static ReproductionSeries Share(IExperimentRunner runner, MetaWorldScale scale, int share) => XmrlTables.Further(
        runner,
        string.Create(CultureInfo.InvariantCulture, $"share-{share}"),
        ShareRow(share),
        ["retrain.methods=[xmrl]", "confirm.tasks=0", scale.Critical(share)],
        run => Learned(run).Where(static cell => cell is { Row: Ours, Column: MetaWorldFigures.Average })
            .Select(cell => (ShareRow(share), cell.Column, cell.Value)));

    private static ReproductionSeries Fidelity(IExperimentRunner runner) => XmrlTables.Further(
        runner, "fidelity", "Fidelity", ["explain.fidelity=true", "retrain.methods=[]", "confirm.tasks=0"], XmrlReaders.Fidelity);

    private static TableReproduction Table(int number, string what, ImmutableArray<ReproductionSeries> series) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"xmrl/table{number}"),
        Summary = string.Create(CultureInfo.InvariantCulture, $"Table {number} of xmrl, ML10: {what}."),
        Protocol = new ReproductionProtocol
        {
            Source = string.Create(CultureInfo.InvariantCulture, $"Liu and Zhu (2026), Table {number}, ML10"),
            Measure =
                "Success rate of the adapted policy per test family: share of goals that the policy's mean actions solve at any step of an "
                    + "episode of 500, every goal once; the average is over families, the figure over seeds.",
            Stated = ["Base learner MAML; ML10 of Meta-World (Appendix M.9)."],
            Assumptions =
            [
                "Meta-World v3 with rewards v2; MuJoCo 2.2.2 with a weld equivalent to that of 3.3.0; learner as in src/Xmrl.MetaWorld/"
                    + "Experiments/ml10.yaml, which names the source of every value.",
                "Test tasks are goals 0 to 39 of each test family. Poor tasks are the worst 20 of the 50 validation tasks, goals 40 to 49 "
                    + "of the same families, as the paper names two test families poor.",
                "A critical task is one family with one goal. Shares of critical tasks count in 50 of the 500 at full scale, in all 20 "
                    + "training tasks otherwise.",
                "Every goal counts; the reference ends a family's score after the first three finished episodes, which favours fast goals.",
                "SDVT and ECET train on as many environment steps as MAML, in trials of 10 trajectories (desk 4, quick 2), the last one "
                    + "scored; the paper does not say how it trained them, and ECET's sizes are ours.",
            ],
        },
        Cells = [],
        Series = series,
        Seeds = XmrlTables.Seeds,
        QuickSeeds = 1,
        SharedRuns = XmrlTables.SharedRuns(MetaWorldExperiment.Many),
        ShareColumns = [.. MetaWorldFigures.Columns, XmrlReaders.Poor],
    };
}
