namespace Xmrl.Diagnosis.Probes;

/// <summary>How long trainings are, in units of a short probe's.</summary>
/// <param name="Remedy">The remedy's, ≥ 1.</param>
/// <param name="Long">That of a long probe, ≥ 1.</param>
internal sealed record TrainingLengths(double Remedy, double Long)
{
    /// <summary>Those of what trains nothing.</summary>
    public static readonly TrainingLengths None = new(1, 1);

    /// <summary>Length of the remedy's training over that of a probe, ≥ 1.</summary>
    public double Over(ProbeName probe) => Math.Max(1, Arm.IsLongProbe(probe) ? Remedy / Long : Remedy);
}
