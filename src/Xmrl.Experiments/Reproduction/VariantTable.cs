using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Running;

namespace Xmrl.Experiments.Reproduction;

/// <summary>Tables of ours: the paper's method and the variants against their controls on the test tasks of one experiment.</summary>
/// <param name="Experiment">Name of the experiment, which improves by all these methods.</param>
internal sealed record VariantTable(string Experiment)
{
    /// <summary>The paper's method and the variants, each with its control: the same on randomly chosen tasks, but for XMRL-Weighted, which has none of its own and takes RandomCritical.</summary>
    public ImmutableArray<(ImprovementMethod Method, ImprovementMethod Control)> Variants { get; init; } =
    [
        (ImprovementMethod.Xmrl, ImprovementMethod.RandomCritical),
        (ImprovementMethod.XmrlWeighted, ImprovementMethod.RandomCritical),
        (ImprovementMethod.XmrlPoor, ImprovementMethod.RandomAdded),
    ];

    /// <summary>Methods that have rows and no claims.</summary>
    public ImmutableArray<ImprovementMethod> Further { get; init; } = [];

    /// <summary>Repairs of one base policy.</summary>
    public int Repairs { get; init; } = 1;

    /// <summary>The methods, in the order of the table.</summary>
    private IEnumerable<ImprovementMethod> Methods =>
    [
        .. Variants.Select(variant => variant.Method),
        .. new[] { ImprovementMethod.Continued, ImprovementMethod.DoubleWeight, ImprovementMethod.RandomCritical }.Union(Variants.Select(variant => variant.Control)),
        .. Further,
    ];

    /// <summary>The table.</summary>
    /// <returns>The table: every variant against Continued, RandomCritical, its own control and the base policy.</returns>
    public TableReproduction Create()
    {
        IExperimentRunner runner = ExperimentRegistry.BuiltIn.Find(Experiment);
        string[] rows = [MethodNames.Base, .. Methods.Select(MethodNames.Of)];
        string[] columns = [XmrlReaders.AllTasks, XmrlReaders.Poor, XmrlReaders.Degraded];
        return new TableReproduction
        {
            Id = $"xmrl/variants-{Experiment}",
            Summary = $"No table of a paper: variants of the method against their controls, {Experiment}.",
            Protocol = new ReproductionProtocol
            {
                Source = "Ours",
                Measure = $"Score of the adapted policy on the test tasks, the same tasks and random numbers for every method of a seed; {(Repairs == 1 ? "one repair" : $"mean over {Repairs} repairs")} of each base policy. p-values are of paired t-tests over seeds.",
                Stated = ["The method and its controls: xmrl, Sections 4 and 5; the variants are ours, so the paper states no figure of this table."],
                Assumptions =
                [
                    "Strengths and step sizes of all methods come from one search over the same grid from other base policies (docs/research).",
                    "Poor test tasks: the worst 20 % under the base policy, selected on other episodes than those measured.",
                ],
            },
            Cells = [.. rows.SelectMany(row => columns.Where(column => row != MethodNames.Base || column != XmrlReaders.Degraded).Select(column => new ReproductionCell(row, column, null)))],
            Claims =
            [
                .. Variants.SelectMany(variant => new[] { ImprovementMethod.Continued, ImprovementMethod.RandomCritical, variant.Control }
                    .Distinct()
                    .Select(MethodNames.Of)
                    .Append(MethodNames.Base)
                    .Select(control => new OrderingClaim(MethodNames.Of(variant.Method), control, XmrlReaders.AllTasks))),
            ],
            Series = XmrlTables.Series(runner, XmrlReaders.AllAndGroups, Repairs),
            Seeds = XmrlTables.Seeds,
            SharedRuns = XmrlTables.SharedRuns(Experiment),
        };
    }
}
