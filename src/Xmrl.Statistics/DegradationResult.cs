namespace Xmrl.Statistics;

/// <summary>What a repair cost the tasks that it made worse.</summary>
/// <param name="Count">Number of degraded tasks.</param>
/// <param name="Share">Their share of all tasks, in [0, 1].</param>
/// <param name="MeanDrop">Mean of before − after over the degraded tasks, in units of the score; 0 without any.</param>
/// <param name="MeanRelativeDrop">Mean of (before − after)/|before| over the degraded tasks with before ≠ 0; 0 without any.</param>
/// <param name="WithoutReference">Number of degraded tasks left out of <paramref name="MeanRelativeDrop"/> because before = 0.</param>
internal readonly record struct DegradationResult(int Count, double Share, double MeanDrop, double MeanRelativeDrop, int WithoutReference);
