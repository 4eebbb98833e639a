using System.Collections.Immutable;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Papers;

/// <summary>Tables of ours: the paper's method and the variants against their controls on the test tasks of one experiment.</summary>
/// <param name="Experiment">Name of the experiment, which improves by all these methods.</param>
internal sealed record VariantTable(string Experiment)
{
    /// <summary>The paper's method and the variants, each with its control: the same on randomly chosen tasks, but for XMRL-Weighted, which
    /// has none of its own and takes RandomCritical.</summary>
    public ImmutableArray<(MethodName Method, MethodName Control)> Variants { get; init; } =
    [
        ("xmrl", "randomCritical"),
        ("xmrlWeighted", "randomCritical"),
        ("xmrlPoor", "randomAdded"),
    ];

    /// <summary>Controls that every variant shares.</summary>
    public ImmutableArray<MethodName> Controls { get; init; } =
    [
        "continued", "doubleWeight", "randomCritical",
    ];

    /// <summary>Methods that have rows and no claims.</summary>
    public ImmutableArray<MethodName> Further { get; init; } = [];

    /// <summary>Name of the table.</summary>
    public string Name { get; init; } = "variants";

    /// <summary>A hypothesis that was fixed before the runs: its variants are compared with <see cref="Opponents"/> alone, so that few
    /// claims share the level, by runs of its own with the methods of the table. Null for a table that compares all.</summary>
    public string? Hypothesis { get; init; }

    /// <summary>Methods that a hypothesis names as worse.</summary>
    public ImmutableArray<MethodName> Opponents { get; init; } = ["continued", "randomCritical"];

    /// <summary>Whether the hypothesis is about the policy that the confirmation keeps, with the variants as its candidates, instead of the
    /// variants themselves.</summary>
    public bool IsAboutKept { get; init; }

    /// <summary>Base policies.</summary>
    public int Seeds { get; init; } = XmrlTables.Seeds;

    /// <summary>Repairs of one base policy.</summary>
    public int Repairs { get; init; } = 1;

    /// <summary>The methods, in the order of the table.</summary>
    private IEnumerable<MethodName> Methods =>
    [
        .. Variants.Select(variant => variant.Method),
        .. Controls.Union(Variants.Select(variant => variant.Control)),
        .. Further,
    ];

    /// <summary>The table.</summary>
    /// <returns>The table: every variant against Continued and RandomCritical and, without a hypothesis, its own control and the base
    /// policy.</returns>
    public TableReproduction Create()
    {
        IExperimentRunner runner = ExperimentRegistry.BuiltIn.Find(Experiment);
        string[] rows =
        [
            Maml.Title, .. Methods.Select(Title), .. Hypothesis is null ? Array.Empty<string>() : [XmrlReaders.Kept],
        ];
        string[] columns = [XmrlReaders.AllTasks, XmrlReaders.Poor, XmrlReaders.Degraded];
        string subject = Hypothesis is null ? "variants of the method against their controls" : "a hypothesis on base policies of its own";
        return new TableReproduction
        {
            Id = $"xmrl/{Name}-{Experiment}",
            Summary = $"No table of a paper: {subject}, {Experiment}.",
            Protocol = new ReproductionProtocol
            {
                Source = "Ours",
                Measure =
                    $"Score of the adapted policy on the test tasks, the same tasks and random numbers for every method of a seed; "
                        + $"{(Repairs == 1 ? "one improvement" : $"mean over {Repairs} improvements")} of each base policy. p-values are "
                        + "of paired t-tests over seeds.",
                Stated =
                [
                    "The method and its controls: xmrl, Sections 4 and 5; the variants are ours, so the paper states no figure of this "
                        + "table.",
                ],
                Assumptions =
                [
                    "Strengths and step sizes of all methods come from one search over the same grid from other base policies "
                        + "(docs/research).",
                    "Poor test tasks: the worst 20 % under the base policy, selected on other episodes than those measured.",
                    "A base policy without poor validation tasks is not improved: it has a row for the base policy alone and takes no "
                        + "part in claims.",
                    .. Hypothesis is null ? Array.Empty<string>() : [$"Hypothesis, fixed before the runs: {Hypothesis}"],
                ],
            },
            Cells =
            [
                .. rows.SelectMany(
                    row => columns.Where(column => row != Maml.Title || column != XmrlReaders.Degraded)
                        .Select(column => new ReproductionCell(row, column, null))),
            ],
            Claims =
            [
                .. IsAboutKept
                    ? Compared("randomCritical")
                        .Select(control => new OrderingClaim(XmrlReaders.Kept, control, XmrlReaders.AllTasks))
                    : Variants.SelectMany(
                        variant => Compared(variant.Control)
                            .Select(control => new OrderingClaim(Title(variant.Method), control, XmrlReaders.AllTasks))),
            ],
            Series = Hypothesis is null
                ? XmrlTables.Series(runner, XmrlReaders.AllAndGroups, Repairs)
                :
                [
                    XmrlTables.Own(
                        runner, Name,
                        [
                            $"retrain.methods=[{Settings(Methods)}]",
                            $"confirm.candidates=[{Settings(Variants.Select(variant => variant.Method))}]",
                        ],
                        XmrlReaders.WithKept),
                ],
            Seeds = Seeds,
            ShareColumns = XmrlTables.ShareColumns(Experiment),
            SharedRuns = Hypothesis is null ? XmrlTables.SharedRuns(Experiment) : null,
        };
    }

    private IEnumerable<string> Compared(MethodName own)
    {
        IEnumerable<string> opponents = Opponents.Select(Title);
        return Hypothesis is null ? opponents.Append(Title(own)).Distinct().Append(Maml.Title) : opponents;
    }

    private static string Title(MethodName name) => MethodTable.Standard[name].Title;

    private static string Settings(IEnumerable<MethodName> methods)
        => string.Join(", ", methods);
}
