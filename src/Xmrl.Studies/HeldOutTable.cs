using System.Collections.Immutable;
using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;
using Xmrl.Experiments.Definitions;
using Xmrl.Reproduction;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Studies;

/// <summary>The diagnosis where no rule was chosen: two causes at once, and a robot with a rare range of speeds. Hypothesis 4 of
/// docs/research/14-diagnosis.md.</summary>
internal static class HeldOutTable
{
    /// <summary>Row of the drone with a rare region and corrupted rewards at once.</summary>
    public const string Drone = "drone, rare and corrupted";

    /// <summary>Row of the plane with both.</summary>
    public const string Plane = "plane, rare and corrupted";

    /// <summary>Row of the HalfCheetah with a rare range of speeds.</summary>
    public const string Cheetah = "HalfCheetah, rare speeds";

    /// <summary>Column: 1 where every planted cause is named of some kind of failing tasks.</summary>
    public const string Whole = "all planted causes named";

    /// <summary>Base policies of each row.</summary>
    private const int Seeds = 3;

    private static readonly ImmutableArray<(string Row, string Experiment, ImmutableArray<Cause> Causes, ImmutableArray<string> Planted)>
        s_rows =
        [
            (
                Drone, "drone-rare", [Cause.RareKind, Cause.MisleadingTasks],
                [
                    "tasks.planted=rareAndCorrupted", "tasks.commonRegion=[]", "tasks.corruptedCount=20",
                    "tasks.corruptedRegion=[0.5, 4, 8, 11, 0, 2.5]",
                ]),
            (
                Plane, "navigation2d-rare", [Cause.RareKind, Cause.MisleadingTasks],
                [
                    "tasks.planted=rareAndCorrupted", "tasks.plantedRegion=[0, 0.4, 0.2, 0.4]", "tasks.commonRegion=[-0.4, 0.4, -0.4, 0]",
                    "tasks.corruptedCount=20", "tasks.corruptedRegion=[-0.4, -0.1, -0.4, 0]",
                ]),
            (
                Cheetah, "halfcheetah-velocity", [Cause.RareKind],
                ["tasks.planted=rareRegion", "tasks.plantedCount=4", "tasks.plantedRegion=[1.5, 2]", "tasks.commonRegion=[0, 1]"]),
        ];

    /// <summary>The table.</summary>
    public static TableReproduction Create() => new()
    {
        Id = "diagnosis/held-out",
        Summary = "Does the diagnosis name causes that occur together, and a rare kind of robot tasks? The latter needs libmujoco.",
        Protocol = new ReproductionProtocol
        {
            Source = "Ours: no paper has this table",
            Measure = "1 where the cause is named of at least one kind of failing tasks, else 0; mean over base policies.",
            Stated =
            [
                "The drone: 4 of 50 training tasks in the rare region of drone-rare, 20 mislabelled as in drone-corrupted.",
                "The plane: 1 of 50 training goals at the upper right, where half of the others lie; of the 49 below, 20 on the left are "
                    + "mislabelled.",
                "The HalfCheetah: 4 of 100 training tasks ask for 1.5 to 2 m/s, the others for at most 1; of all other tasks every second "
                    + "one asks for 1.5 to 2.",
                "Hypothesis, fixed before the runs: docs/research/14-diagnosis.md, 4.",
            ],
            Assumptions = ["A cause that is called unclear counts as not named."],
        },
        Cells =
        [
            .. s_rows.SelectMany(row => Enum.GetValues<Cause>().Select(DiagnosisWords.Of).Append(Whole)
                .Select(column => new ReproductionCell(row.Row, column, null))),
        ],
        Series =
        [
            .. s_rows.Select(row => new ReproductionSeries
            {
                Name = row.Experiment,
                Label = row.Row,
                Runner = ExperimentRegistry.BuiltIn.Find(row.Experiment),
                Action = ExperimentAction.Improve,
                Overrides =
                [
                    .. row.Planted, "retrain.methods=[prescribed]", "confirm.candidates=[prescribed]", "scoring.curves=false",
                ],
                Read = run => SeriesFigures.Of(
                    run,
                    Values(Named(run), row.Causes)
                        .Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(row.Row, cell.Column), cell.Value))),
            }),
        ],
        Seeds = Seeds,
        QuickSeeds = 1,
        ShareColumns = [.. Enum.GetValues<Cause>().Select(DiagnosisWords.Of), Whole],
    };

    /// <summary>What a run's diagnosis says of its kinds.</summary>
    /// <param name="named">Causes of the kinds; empty where nothing fails.</param>
    /// <param name="planted">Causes that were planted.</param>
    internal static IEnumerable<(string Column, double Value)> Values(IReadOnlyCollection<Cause> named, ImmutableArray<Cause> planted) =>
    [
        .. Enum.GetValues<Cause>().Select(cause => (DiagnosisWords.Of(cause), named.Contains(cause) ? 1.0 : 0)),
        (Whole, planted.All(named.Contains) ? 1 : 0),
    ];

    private static Cause[] Named(RunDirectory run)
        => ImprovementRunner.DiagnosisOf(run)?.Kinds is { Count: > 0 } kinds
            ? [.. kinds.Select(kind => kind.Cause)]
            : [Cause.NothingToRepair];
}
