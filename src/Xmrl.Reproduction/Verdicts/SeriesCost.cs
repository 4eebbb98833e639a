namespace Xmrl.Reproduction.Verdicts;

/// <summary>What the finished runs of a series have cost.</summary>
/// <param name="Label">The series.</param>
/// <param name="Runs">Finished runs.</param>
/// <param name="Seconds">Seconds on the clock, summed over them.</param>
/// <param name="Interactions">Environment steps, summed over them, without the scoring.</param>
internal sealed record SeriesCost(string Label, int Runs, double Seconds, long Interactions);
