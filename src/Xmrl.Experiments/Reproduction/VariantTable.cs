using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Running;

namespace Xmrl.Experiments.Reproduction;

/// <summary>Tables of ours: the paper's method, the variants and all controls on the test tasks of one experiment, with the same claims for each.</summary>
internal static class VariantTable
{
    private static readonly ImprovementMethod[] s_variants = [ImprovementMethod.Xmrl, ImprovementMethod.DoubleWeight, ImprovementMethod.XmrlWeighted, ImprovementMethod.XmrlPoor];
    private static readonly ImprovementMethod[] s_controls = [ImprovementMethod.Continued, ImprovementMethod.RandomCritical, ImprovementMethod.RandomAdded];

    /// <summary>The table of an experiment.</summary>
    /// <param name="experiment">Its name; it improves by all variants and controls.</param>
    /// <param name="repairs">Repairs of one base policy.</param>
    /// <returns>The table.</returns>
    public static TableReproduction Of(string experiment, int repairs)
    {
        IExperimentRunner runner = ExperimentRegistry.BuiltIn.Find(experiment);
        string[] variants = [.. s_variants.Select(MethodNames.Of)];
        string[] controls = [.. s_controls.Select(MethodNames.Of)];
        string[] rows = [MethodNames.Base, .. variants, .. controls];
        string[] columns = [XmrlReaders.AllTasks, XmrlReaders.Poor, XmrlReaders.Degraded];
        return new TableReproduction
        {
            Id = $"xmrl/variants-{experiment}",
            Summary = $"No table of a paper: variants of the method against all controls, {experiment}.",
            Protocol = new ReproductionProtocol
            {
                Source = "Ours",
                Measure = $"Score of the adapted policy on the test tasks, the same tasks and random numbers for every method of a seed; {(repairs == 1 ? "one repair" : $"mean over {repairs} repairs")} of each base policy. p-values are of paired t-tests over seeds, corrected for the number of claims.",
                Stated = ["The method and its controls: xmrl, Sections 4 and 5; the variants are ours, so the paper states no figure of this table."],
                Assumptions =
                [
                    "Strengths and step sizes of all methods come from one search over the same grid from other base policies (docs/research).",
                    "Poor test tasks: the worst 20 % under the base policy, selected on other episodes than those measured.",
                ],
            },
            Cells = [.. rows.SelectMany(row => columns.Where(column => row != MethodNames.Base || column != XmrlReaders.Degraded).Select(column => new ReproductionCell(row, column, null)))],
            Claims = [.. variants.SelectMany(variant => controls.Append(MethodNames.Base).Select(control => new OrderingClaim(variant, control, XmrlReaders.AllTasks)))],
            Series = XmrlTables.Series(runner, XmrlReaders.AllAndGroups, repairs),
            Seeds = XmrlTables.Seeds,
            SharedRuns = XmrlTables.SharedRuns(experiment),
        };
    }
}
