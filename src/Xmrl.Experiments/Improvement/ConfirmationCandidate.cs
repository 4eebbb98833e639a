using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Improvement;

/// <summary>One candidate on the confirmation tasks, against the base policy under common random numbers.</summary>
/// <param name="Method">The method.</param>
/// <param name="Gain">Mean gain over tasks with its 95 % bootstrap interval.</param>
/// <param name="PValue">One-sided paired t-test, before correction.</param>
/// <param name="CorrectedPValue">After Holm's correction for the number of candidates.</param>
/// <param name="DegradedShare">Share of tasks that lost more than the threshold.</param>
/// <param name="IsConfirmed">Whether gain and degradation pass.</param>
public sealed record ConfirmationCandidate(ImprovementMethod Method, Interval Gain, double PValue, double CorrectedPValue, double DegradedShare, bool IsConfirmed);
