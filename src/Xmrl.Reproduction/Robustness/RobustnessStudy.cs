using System.Collections.Immutable;

namespace Xmrl.Reproduction.Robustness;

/// <summary>The robustness study: its questions that can be asked, and those that cannot.</summary>
internal static class RobustnessStudy
{
    private const string WithoutMacaw =
        "needs MACAW on data of its own, one run after the other: data collect, then train <experiment> macaw --data";

    /// <summary>Ids that the study has and that cannot be made, with the reason.</summary>
    public static ImmutableArray<(string Id, string Reason)> Missing { get; } =
    [
        ("robustness/figure2", $"Figure 2 of the study {WithoutMacaw}."),
    ];

    /// <summary>The tables, at the study's own scale.</summary>
    public static IEnumerable<TableReproduction> Create()
    {
        var whole = new ReproductionVariant(ReproductionScale.Full);
        Func<ReproductionVariant, CurveReproduction>[] questions =
            [Figure1Question.Create, TaskSetQuestion.Create, MetaBatchQuestion.Create, SectorQuestion.Create, StepsQuestion.Create];
        return questions.Select(question => question(whole).ToTable());
    }
}
