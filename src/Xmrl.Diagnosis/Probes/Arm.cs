using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Probes;

/// <summary>A training that begins at the base policy. All short arms of a diagnosis have the same length, step size, interactions per
/// iteration and random numbers, and differ in their tasks alone.</summary>
/// <param name="Probe">What the arm is for.</param>
/// <param name="Tasks">Tasks with their weights in the meta-objective; weights of 0 take no part. At least one.</param>
internal sealed record Arm(ProbeName Probe, IReadOnlyList<(MdpTask Task, double Weight)> Tasks)
{
    private const int LongFactor = 4;

    /// <summary>Whether the training begins at a new policy.</summary>
    public bool IsFresh => Probe == ProbeName.LongSpecialist;

    /// <summary>Length over that of a short training.</summary>
    public int Length => LengthOf(Probe);

    /// <summary>Length of a probe's training over that of a short one.</summary>
    public static int LengthOf(ProbeName probe) => probe is ProbeName.LongTraining or ProbeName.LongSpecialist ? LongFactor : 1;
}
