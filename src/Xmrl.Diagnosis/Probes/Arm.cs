using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Probes;

/// <summary>A training that begins at the base policy. All arms of a diagnosis of one length have the same step size, interactions per
/// iteration and random numbers, and differ in their tasks alone.</summary>
/// <param name="Probe">What the arm is for.</param>
/// <param name="Tasks">Tasks with their weights in the meta-objective; weights of 0 take no part. At least one.</param>
internal sealed record Arm(ProbeName Probe, IReadOnlyList<(MdpTask Task, double Weight)> Tasks)
{
    /// <summary>Whether the training begins at a new policy.</summary>
    public bool IsFresh => Probe == ProbeName.LongSpecialist;

    /// <summary>Whether the training is long.</summary>
    public bool IsLong => IsLongProbe(Probe);

    /// <summary>Whether a probe's training is long.</summary>
    public static bool IsLongProbe(ProbeName probe) => probe is ProbeName.LongTraining or ProbeName.LongSpecialist;
}
