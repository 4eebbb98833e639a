using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Influence;

/// <summary>The tasks of an explanation.</summary>
/// <param name="All">Training tasks, then poor tasks.</param>
/// <param name="Training">Number of training tasks.</param>
/// <param name="GradientLimit">Longest gradient as a multiple of the median length; 0 for length 1, null for no limit.</param>
internal sealed record InfluenceTasks(IReadOnlyList<MdpTask> All, int Training, double? GradientLimit);
