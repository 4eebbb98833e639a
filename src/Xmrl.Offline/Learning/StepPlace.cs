using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Learning;

/// <summary>What the two parts of a task's hyper-gradient, value and policy, read and write.</summary>
/// <param name="Inner">D_tr.</param>
/// <param name="Outer">D_ts.</param>
/// <param name="Value">Receives φ′ by the value's part, for the policy's.</param>
/// <param name="Gradient">Receives the hyper-gradient. Shape [P].</param>
internal readonly record struct StepPlace(TaskRows Inner, TaskRows Outer, Real[] Value, double[] Gradient);
