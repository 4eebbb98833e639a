using System.Text.Json.Serialization;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>One candidate on the confirmation tasks, against the base policy under common random numbers.</summary>
/// <param name="Method">The method.</param>
/// <param name="Gain">Mean gain over tasks with its 95 % interval.</param>
/// <param name="PValue">One-sided paired t-test, before correction; null where the data allow no test.</param>
/// <param name="CorrectedPValue">After Holm's correction for the number of candidates; null together with it.</param>
/// <param name="DegradedShare">Share of tasks that lost more than the threshold.</param>
/// <param name="IsConfirmed">Whether gain and degradation pass; never without a test.</param>
internal sealed record ConfirmationCandidate(
    MethodName Method, Interval Gain, double? PValue, double? CorrectedPValue, double DegradedShare, bool IsConfirmed)
{
    /// <summary>Whether the data allow a test.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TestStatus Status { get; init; }
}
