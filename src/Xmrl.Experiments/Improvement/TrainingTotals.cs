using Xmrl.Meta.Learning;

namespace Xmrl.Experiments.Improvement;

/// <summary>What a training has cost so far.</summary>
/// <param name="Interactions">Environment steps.</param>
/// <param name="Seconds">Seconds on the clock.</param>
/// <param name="Profile">Processor seconds by phase.</param>
public readonly record struct TrainingTotals(long Interactions, double Seconds, PhaseSeconds Profile)
{
    /// <summary>Reads what <see cref="ToArray"/> wrote.</summary>
    /// <param name="values">Six numbers.</param>
    /// <returns>The totals.</returns>
    public static TrainingTotals Of(double[] values) => values.Length == 6
        ? new TrainingTotals((long)values[0], values[1], new PhaseSeconds(values[2], values[3], values[4], values[5]))
        : throw new InvalidDataException($"Totals hold six numbers; found {values.Length}.");

    /// <summary>Adds an iteration.</summary>
    /// <param name="report">The iteration.</param>
    /// <returns>The new totals.</returns>
    public TrainingTotals Add(IterationReport report)
        => new(Interactions + report.Interactions, Seconds + report.WallSeconds, Profile + report.Profile);

    /// <summary>As numbers, for checkpoints.</summary>
    /// <returns>Six numbers.</returns>
    public double[] ToArray() => [Interactions, Seconds, Profile.Sampling, Profile.Advantages, Profile.Gradients, Profile.Outer];
}
