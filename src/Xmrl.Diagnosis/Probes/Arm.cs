using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Probes;

/// <summary>A short training that begins at the base policy. All arms of a diagnosis have the same length, step size, interactions per
/// iteration and random numbers, and differ in their tasks alone.</summary>
/// <param name="Probe">What the arm is for.</param>
/// <param name="Tasks">Tasks with their weights in the meta-objective; weights of 0 take no part. At least one.</param>
internal sealed record Arm(ProbeName Probe, IReadOnlyList<(MdpTask Task, double Weight)> Tasks);
