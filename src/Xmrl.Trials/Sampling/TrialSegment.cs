using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Trials.Sampling;

/// <summary>Trials of one task within a block that runs in lock-step.</summary>
/// <param name="Task">The task.</param>
/// <param name="Count">Number of trials, ≥ 1.</param>
/// <param name="Key">Source of all randomness of these trials: trial c of the segment depends on this key and c, not on its
/// neighbours.</param>
internal readonly record struct TrialSegment(MdpTask Task, int Count, RandomKey Key);
