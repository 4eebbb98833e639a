using System.Collections.Immutable;
using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Papers;

/// <summary>The proof of the diagnosis: does it find planted causes, and is its remedy better than any one method? Hypotheses:
/// docs/research/14-diagnosis.md.</summary>
internal static class DiagnosisTables
{
    /// <summary>Column: 1 where the diagnosis names the planted cause.</summary>
    public const string Right = "right";

    /// <summary>Row of the means over all planted causes.</summary>
    public const string AllCauses = "all causes";

    /// <summary>Column: share of the test tasks that do not fail, mean over all families.</summary>
    public const string AllFamilies = "all families";

    /// <summary>Column: share of the tasks that did not fail and lost by the method, mean over all families.</summary>
    public const string Degraded = "share degraded";

    /// <summary>Column: 1 where the measured gain over all test tasks lies within the predicted interval.</summary>
    public const string Predicted = "gain as predicted";

    private const string Prescribed = "Prescribed";

    /// <summary>Base policies of each family; two families have a cause.</summary>
    private const int Seeds = 6;

    /// <summary>The families with their planted cause.</summary>
    private static readonly ImmutableArray<(string Name, Cause Cause)> s_planted =
    [
        (DroneCauseExperiments.HealthyName, Cause.NothingToRepair),
        (PlantedExperiments.RareName, Cause.RareKind),
        (PlantedExperiments.CorruptedName, Cause.MisleadingTasks),
        (DroneCauseExperiments.UndertrainedName, Cause.TooLittleTraining),
        (DroneCauseExperiments.NoisyName, Cause.AdaptationData),
        (DroneCauseExperiments.InterferenceName, Cause.Interference),
        (DroneCauseExperiments.WalledName, Cause.OutOfReach),
        (Navigation2DCauseExperiments.HealthyName, Cause.NothingToRepair),
        (Navigation2DCauseExperiments.RareName, Cause.RareKind),
        (Navigation2DCauseExperiments.CorruptedName, Cause.MisleadingTasks),
        (Navigation2DCauseExperiments.UndertrainedName, Cause.TooLittleTraining),
        (Navigation2DCauseExperiments.NoisyName, Cause.AdaptationData),
        (Navigation2DCauseExperiments.InterferenceName, Cause.Interference),
        (Navigation2DCauseExperiments.WalledName, Cause.OutOfReach),
    ];

    private static readonly ImmutableArray<string> s_families = [.. s_planted.Select(family => family.Name)];

    /// <summary>The methods that are applied to all families alike, with their titles.</summary>
    private static readonly ImmutableArray<(string Method, string Title)> s_fixed =
    [
        ("continued", "Continued"), ("moreTraining", "MoreTraining"), ("xmrlPoor", "XMRL-Poor"), ("xmrlPruned", "XMRL-Pruned"),
        ("xmrlWeighted", "XMRL-Weighted"),
    ];

    /// <summary>Both tables.</summary>
    public static ImmutableArray<TableReproduction> Create() => [Causes(), Remedies()];

    private static TableReproduction Causes() => new()
    {
        Id = "diagnosis/causes",
        Summary = "Does the diagnosis find planted causes? A confusion matrix.",
        Protocol = Protocol(
            "1 where the diagnosis of the largest kind of failing tasks names the cause, else 0; mean over base policies. Rows of a cause "
                + "are means over its two families."),
        Cells =
        [
            .. s_families.Append(AllCauses).Concat(s_planted.Select(family => DiagnosisWords.Of(family.Cause)).Distinct()).Select(
                row => new ReproductionCell(row, Right, null)),
            .. s_families.SelectMany(family => Enum.GetValues<Cause>().Select(
                cause => new ReproductionCell(family, DiagnosisWords.Of(cause), null))),
            new ReproductionCell(Prescribed, Predicted, null),
        ],
        Series = Series(Confusion, "retrain.methods=[prescribed]"),
        Derive = Accuracy,
        Seeds = Seeds,
        QuickSeeds = 1,
        ShareColumns = [Right, .. Enum.GetValues<Cause>().Select(DiagnosisWords.Of), Predicted],
    };

    private static TableReproduction Remedies()
    {
        ImmutableArray<string> rows = ["MAML", Prescribed, .. s_fixed.Select(method => method.Title)];
        return new()
        {
            Id = "diagnosis/remedies",
            Summary = "Is the prescribed remedy better than any one method for all causes?",
            Protocol = Protocol(
                "Share of the test tasks whose score reaches poor.below; a policy that is not retrained counts as the base policy. Methods "
                    + "that no diagnosis chooses train longer by the environment steps of the diagnosis."),
            Cells =
            [
                .. rows.SelectMany(row => s_families.Append(AllFamilies).Select(column => new ReproductionCell(row, column, null))),
                .. rows.Skip(1).Select(row => new ReproductionCell(row, Degraded, null)),
                new ReproductionCell(Prescribed, Predicted, null),
            ],
            Claims = [.. rows.Where(row => row != Prescribed).Select(row => new OrderingClaim(Prescribed, row, AllFamilies))],
            Series = Series(
                Reached, $"retrain.methods=[prescribed, {string.Join(", ", s_fixed.Select(method => method.Method))}]",
                "retrain.chargeDiagnosis=true"),
            Derive = Means,
            Seeds = Seeds,
            QuickSeeds = 1,
            ShareColumns = [.. s_families, AllFamilies, Degraded, Predicted],
        };
    }

    private static ReproductionProtocol Protocol(string measure) => new()
    {
        Source = "Ours: no paper has this table",
        Measure = measure,
        Stated = ["Planted causes: docs/algorithms/planted.md; hypotheses, fixed before the runs: docs/research/14-diagnosis.md."],
        Assumptions = ["A cause that is called unclear counts as not found."],
    };

    private static ImmutableArray<ReproductionSeries> Series(
        Func<RunDirectory, string, IEnumerable<(string Row, string Column, double Value)>> read, params ImmutableArray<string> overrides) =>
    [
        .. s_families.Select(family => new ReproductionSeries
        {
            Name = family,
            Label = family,
            Runner = ExperimentRegistry.BuiltIn.Find(family),
            Action = ExperimentAction.Improve,
            Overrides = [.. overrides, "confirm.candidates=[prescribed]", "scoring.curves=false"],
            Read = run => SeriesFigures.Of(
                run,
                read(run, family).Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(cell.Row, cell.Column), cell.Value))),
        }),
    ];

    private static IEnumerable<(string Row, string Column, double Value)> Confusion(RunDirectory run, string family)
    {
        Cause found = ImprovementRunner.DiagnosisOf(run)?.Kinds is [{ } largest, ..] ? largest.Cause : Cause.NothingToRepair;
        yield return (family, Right, s_planted.Single(planted => planted.Name == family).Cause == found ? 1 : 0);
        foreach (Cause cause in Enum.GetValues<Cause>())
        {
            yield return (family, DiagnosisWords.Of(cause), cause == found ? 1 : 0);
        }

        if (IsAsPredicted(run, StoredEvaluation.Read(run)) is { } isRight)
        {
            yield return (Prescribed, $"{family}: {Predicted}", isRight ? 1 : 0);
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Accuracy(IReadOnlyDictionary<string, double> values)
    {
        double[] gains =
        [
            .. s_families.Select(family => ReproductionCell.KeyOf(Prescribed, $"{family}: {Predicted}")).Where(values.ContainsKey)
                .Select(key => values[key]),
        ];
        (Cause Cause, double Right)[] known =
        [
            .. s_planted.Select(family => (
                    family.Cause, Right: values.GetValueOrDefault(ReproductionCell.KeyOf(family.Name, Right), double.NaN)))
                .Where(family => double.IsFinite(family.Right)),
        ];
        IEnumerable<KeyValuePair<string, double>> predicted = gains.Length == 0
            ? []
            : [KeyValuePair.Create(ReproductionCell.KeyOf(Prescribed, Predicted), gains.Average())];
        return known.Length < s_families.Length
            ? predicted
            :
            [
                .. predicted,
                .. known.GroupBy(family => family.Cause).Select(
                    cause => KeyValuePair.Create(
                        ReproductionCell.KeyOf(DiagnosisWords.Of(cause.Key), Right), cause.Average(family => family.Right))),
                KeyValuePair.Create(ReproductionCell.KeyOf(AllCauses, Right), known.Average(family => family.Right)),
            ];
    }

    private static IEnumerable<(string Row, string Column, double Value)> Reached(RunDirectory run, string family)
    {
        StoredEvaluation evaluation = StoredEvaluation.Read(run);
        double limit = Configuration(run).Poor.Below!.Value;
        MethodSummary start = evaluation.Methods[0];
        yield return (start.Name, family, Share(start));
        foreach (string title in s_fixed.Select(method => method.Title).Prepend(Prescribed))
        {
            MethodSummary policy = evaluation.Methods.FirstOrDefault(method => method.Name == title) ?? start;
            yield return (title, family, Share(policy));
            yield return (title, $"{family}: {Degraded}", ReferenceEquals(policy, start) ? 0 : policy.Degradation.Share);
        }

        if (IsAsPredicted(run, evaluation) is { } isRight)
        {
            yield return (Prescribed, $"{family}: {Predicted}", isRight ? 1 : 0);
        }

        double Share(MethodSummary policy) => policy.Scores.Count(score => score >= limit) / (double)policy.Scores.Length;
    }

    /// <summary>Whether the measured gain over all test tasks lies within the predicted interval; null where no remedy was taken.</summary>
    private static bool? IsAsPredicted(RunDirectory run, StoredEvaluation evaluation)
        => ImprovementRunner.DiagnosisOf(run)?.Chosen?.Prescription.Gain is { Low: { } low, High: { } high }
            && evaluation.Methods.FirstOrDefault(method => method.Name == Prescribed) is { } prescribed
            && prescribed.Mean.Value - evaluation.Methods[0].Mean.Value is var gain
                ? gain >= low && gain <= high
                : null;

    /// <summary>Means over the families of one seed.</summary>
    private static IEnumerable<KeyValuePair<string, double>> Means(IReadOnlyDictionary<string, double> values)
    {
        foreach (string row in s_fixed.Select(method => method.Title).Prepend(Prescribed).Prepend("MAML"))
        {
            foreach ((string column, Func<string, string> of) in (IEnumerable<(string, Func<string, string>)>)
                [
                    (AllFamilies, family => family), (Degraded, family => $"{family}: {Degraded}"),
                    (Predicted, family => $"{family}: {Predicted}"),
                ])
            {
                double[] known =
                [
                    .. s_families.Select(family => ReproductionCell.KeyOf(row, of(family))).Where(values.ContainsKey)
                        .Select(key => values[key]),
                ];
                if (known.Length == s_families.Length || (known.Length > 0 && column == Predicted))
                {
                    yield return KeyValuePair.Create(ReproductionCell.KeyOf(row, column), known.Average());
                }
            }
        }
    }

    private static ImproveConfiguration Configuration(RunDirectory run)
        => ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
}
