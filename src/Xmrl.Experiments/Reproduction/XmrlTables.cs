using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Running;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Reproduction;

/// <summary>Tables 1 to 5 of xmrl, one experiment each: what the paper compares, from runs of <c>improve</c> with all of its methods.</summary>
/// <remarks>Tables 1, 2, 3 and 5 read the same runs and can share them (<c>--runs</c>).</remarks>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Tables 1-5.</seealso>
internal static class XmrlTables
{
    private const string Maml = "MAML";
    private const string Xmrl = "MAML + XMRL";
    private const string Poor = "poor tasks";
    private const string Others = "other tasks";
    private const string Degraded = "degraded, %";
    private const string Drop = "their drop, %";
    private const int Seeds = 5;

    /// <summary>The five tables of an experiment.</summary>
    public static IEnumerable<TableReproduction> Of(XmrlSubject subject) => [Table1(subject), Table2(subject), Table3(subject), Table4(subject), Table5(subject)];

    private static TableReproduction Table1(XmrlSubject subject)
    {
        ReproductionCell[] cells =
        [
            new(Maml, subject.Column, subject.Paper.Maml),
            new(Xmrl, subject.Column, subject.Paper.Xmrl),
            new("MAML + TW", subject.Column, subject.Paper.Tw),
            new("MAML + MA", subject.Column, subject.Paper.Ma),
            new("MAML + MR", subject.Column, subject.Paper.Mr),
            new("MAML + Continued", subject.Column, null),
        ];
        return Table(subject, 1, "XMRL beside TW, MA and MR", cells, Improved(subject)) with { Claims = [.. cells.Where(cell => cell.Row != Xmrl && cell.Paper is not null).Select(cell => new OrderingClaim(Xmrl, cell.Row, subject.Column))] };
    }

    private static TableReproduction Table2(XmrlSubject subject)
    {
        XmrlFigures paper = subject.Paper;
        ReproductionCell[] cells =
        [
            new(Maml, Poor, new(paper.Before.Poor)),
            new(Xmrl, Poor, new(paper.After.Poor)),
            new(Maml, Others, new(paper.Before.Other)),
            new(Xmrl, Others, new(paper.After.Other)),
            new(Xmrl, Degraded, new(paper.DegradedPercent)),
            new(Xmrl, Drop, paper.DropPercent is { } drop ? new(drop) : null),
        ];
        return Table(subject, 2, "gain on poor tasks, loss on the others", cells, Improved(subject)) with { Claims = [new(Xmrl, Maml, Poor)] };
    }

    private static TableReproduction Table3(XmrlSubject subject)
    {
        const string Predefined = "MAML + PredefinedAugmentation";
        ReproductionCell[] cells = [new(Xmrl, subject.Column, subject.Paper.Xmrl), new(Predefined, subject.Column, subject.Paper.Predefined)];
        return Table(subject, 3, "a learned law beside Beta(1, 1)", cells, Improved(subject)) with { Claims = [new(Xmrl, Predefined, subject.Column)] };
    }

    private static TableReproduction Table4(XmrlSubject subject)
    {
        const string Critical = "critical tasks alone";
        const string All = "all tasks";
        const string Random = "random tasks alone";
        ReproductionCell[] cells =
        [
            new(Critical, Poor, subject.Paper.Fidelity.Critical),
            new(All, Poor, subject.Paper.Fidelity.Original),
            new(Random, Poor, subject.Paper.Fidelity.Random),
        ];
        ReproductionSeries series = Series(subject, "fidelity", ["explain.fidelity=true", "retrain.methods=[]"], run =>
        {
            StoredFidelity fidelity = RunJson.Read<StoredFidelity>(run.File("fidelity.json"));
            return [(Critical, Poor, fidelity.CriticalScores.Average()), (All, Poor, fidelity.AllScores.Average()), (Random, Poor, fidelity.RandomScores.Average())];
        });
        return Table(subject, 4, "fidelity of the explanation", cells, series) with { Claims = [new(Critical, All, Poor), new(Critical, Random, Poor)] };
    }

    private static TableReproduction Table5(XmrlSubject subject)
    {
        const string Random = "MAML + RandomCritical";
        ReproductionCell[] cells = [new(Maml, subject.Column, subject.Paper.Maml), new(Xmrl, subject.Column, subject.Paper.Xmrl), new(Random, subject.Column, subject.Paper.RandomCritical)];
        return Table(subject, 5, "usefulness of the explanation", cells, Improved(subject)) with { Claims = [new(Xmrl, Random, subject.Column), new(Xmrl, Maml, subject.Column)] };
    }

    private static TableReproduction Table(XmrlSubject subject, int number, string about, ReproductionCell[] cells, ReproductionSeries series) => new()
    {
        Id = $"xmrl/table{number}-{subject.Name}",
        Summary = $"Table {number} of xmrl, {subject.Name}: {about}.",
        Protocol = new ReproductionProtocol
        {
            Source = $"Liu and Zhu (ICLR 2026), Table {number}, {subject.Name}",
            Measure = $"{char.ToUpperInvariant(subject.Column[0])}{subject.Column[1..]} on unseen tasks after one adaptation step on 20 trajectories, mean actions, mean over tasks and seeds; the policy after the last iteration.",
            Stated =
            [
                "50 training tasks, 10 validation tasks of which the worst 3 are poor, 100 test tasks (Section 5, Appendix M.5).",
                "20 trajectories per task, 40 on critical tasks for methods that do not mix (Appendix M).",
            ],
            Assumptions =
            [
                "Poor test tasks are the worst fifth under the base policy, selected on other episodes than those measured; the paper does not say how it chooses and measures them.",
                "All methods take the same number of environment steps in retraining.",
                "The paper's ± is taken as a range of the mean.",
                .. subject.Assumptions,
            ],
        },
        Cells = [.. cells],
        Series = [series],
        Seeds = Seeds,
        NeedsData = subject.NeedsData,
    };

    /// <summary>The runs that Tables 1, 2, 3 and 5 read.</summary>
    private static ReproductionSeries Improved(XmrlSubject subject) => Series(
        subject,
        "improved",
        ["retrain.methods=[xmrl, tw, ma, mr, continued, randomCritical, predefinedAugmentation]"],
        run => [.. RunJson.Read<StoredEvaluation>(run.EvaluationPath).Methods.SelectMany(method => Cells(subject, method))]);

    private static IEnumerable<(string Row, string Column, double Value)> Cells(XmrlSubject subject, MethodSummary method)
    {
        string row = method.Method is null ? Maml : $"{Maml} + {method.Name}";
        yield return (row, subject.Column, method.Mean.Value);
        yield return (row, Poor, method.Poor.Value);
        yield return (row, Others, method.NonPoor.Value);
        if (method.Method is not null)
        {
            yield return (row, Degraded, 100 * method.Degradation.Share);
            yield return (row, Drop, 100 * method.Degradation.MeanRelativeDrop);
        }
    }

    private static ReproductionSeries Series(XmrlSubject subject, string name, ImmutableArray<string> settings, Func<RunDirectory, (string Row, string Column, double Value)[]> cells) => new()
    {
        Name = $"{subject.Name}-{name}",
        Label = subject.Name,
        Runner = subject.Runner,
        Action = ExperimentAction.Improve,
        Overrides = settings,
        Read = run => SeriesFigures.Of(run, cells(run).Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(cell.Row, cell.Column), cell.Value))),
    };
}
