using System.Collections.Immutable;
using Xmrl.Experiments.Definitions;
using Xmrl.Reproduction;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Studies.Mixing;

/// <summary>Why retraining on mixed states lies below retraining without on robots: gradients and states at base policies.</summary>
internal static class MixingTable
{
    /// <summary>Columns, with what each reads.</summary>
    private static readonly ImmutableArray<(string Column, Func<MixedFigures.Entry, double?> Read)> s_columns =
    [
        ("alignment", entry => entry.Alignment),
        ("length", entry => entry.Length),
        ("noise", entry => entry.Noise),
        ("distance", entry => entry.Distance),
        ("infeasible", entry => entry.Infeasible),
        ("reward", entry => entry.Reward),
        ("deviation of the reward", entry => entry.RewardDeviation),
    ];

    private static readonly ImmutableArray<string> s_experiments =
        ["navigation2d", "drone", "halfcheetah-velocity", "swimmer-velocity"];

    /// <summary>The table.</summary>
    public static TableReproduction Create() => new()
    {
        Id = "diagnosis/mixing",
        Summary = "What mixing states does to gradients at base policies of the drone and of robots; the latter need libmujoco.",
        Protocol = new ReproductionProtocol
        {
            Source = "Ours: no paper has this table",
            Measure = "At a base policy, 20 training tasks, 8 draws: cosine between the expected hyper-gradient and that of own samples, "
                + "its length relative to it, standard deviation of one draw over its length; mean distance of observations to the "
                + "nearest one of other episodes relative to that of own samples, share of infeasible states, mean and standard "
                + "deviation of the reward.",
            Stated =
            [
                "Visited states alone: one step with a new action from states that the policy visited (λ = 1), with the advantage of mixed "
                    + "samples. What this row differs by from own samples is the advantage; what mixed alone differs by from it, the "
                    + "states.",
                "Hypotheses, fixed before the runs: docs/research/20-mixed-states.md.",
            ],
            Assumptions = ["Inner and outer samples are drawn in the same way, and their union weighs as much as own samples."],
        },
        Cells =
        [
            .. from experiment in s_experiments
               from kind in MixedKind.All
               from column in s_columns
               select new ReproductionCell(Row(experiment, kind.Name), column.Column, null),
        ],
        Series =
        [
            .. s_experiments.Select(experiment => new ReproductionSeries
            {
                Name = experiment,
                Label = experiment,
                Runner = new MixingExperiment(ExperimentRegistry.BuiltIn.Find(experiment)),
                Action = ExperimentAction.Train,
                Read = run => SeriesFigures.Of(run, Values(RunJson.Read<MixedFigures>(run.File(MixedFigures.FileName)), experiment)),
            }),
        ],
        Seeds = 3,
        QuickSeeds = 1,
    };

    private static string Row(string experiment, string kind) => $"{experiment}, {kind}";

    private static IEnumerable<KeyValuePair<string, double>> Values(MixedFigures figures, string experiment)
        => from entry in figures.Kinds
           from column in s_columns
           where column.Read(entry) is not null
           select KeyValuePair.Create(ReproductionCell.KeyOf(Row(experiment, entry.Name), column.Column), column.Read(entry)!.Value);
}
