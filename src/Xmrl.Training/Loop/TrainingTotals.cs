using Xmrl.Meta.Learning;
using Xmrl.Runs.Curves;

namespace Xmrl.Training.Loop;

/// <summary>What a training has cost so far.</summary>
/// <param name="Interactions">Environment steps.</param>
/// <param name="Seconds">Seconds on the clock.</param>
/// <param name="Profile">Processor seconds by phase.</param>
internal readonly record struct TrainingTotals(long Interactions, double Seconds, PhaseSeconds Profile)
{
    /// <summary>Totals of the iterations whose metrics are given: checkpoints hold no times, so that the same seed gives the same
    /// bytes.</summary>
    /// <param name="interactions">Environment steps of these iterations.</param>
    /// <param name="rows">Their metrics; a time that is missing counts as none.</param>
    /// <returns>The totals.</returns>
    public static TrainingTotals Of(long interactions, IEnumerable<MetricsRow> rows)
    {
        var total = new TrainingTotals(interactions, 0, default);
        foreach (MetricsRow row in rows)
        {
            total = total with
            {
                Seconds = total.Seconds + Time(row, "seconds"),
                Profile = total.Profile + new PhaseSeconds(
                    Time(row, "sampling_seconds"), Time(row, "advantage_seconds"), Time(row, "gradient_seconds"),
                    Time(row, "outer_seconds")),
            };
        }

        return total;

        static double Time(MetricsRow row, string name) => row.Values.TryGetValue(name, out double seconds) && seconds > 0 ? seconds : 0;
    }

    /// <summary>Adds an iteration.</summary>
    /// <param name="report">The iteration.</param>
    /// <returns>The new totals.</returns>
    public TrainingTotals Add(IterationReport report)
        => new(Interactions + report.Interactions, Seconds + report.WallSeconds, Profile + report.Profile);
}
