using System.Text.Json.Serialization;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>A difference of mean scores over the same tasks under common random numbers.</summary>
/// <param name="Interval">Mean difference with its 95 % interval.</param>
/// <param name="PValue">Two-sided paired t-test; null where the data allow none.</param>
/// <param name="Status">Whether they do.</param>
internal readonly record struct PairedDifference(
    Interval Interval, double? PValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TestStatus Status = TestStatus.Tested)
{
    /// <summary>Puts a test beside an interval of the same differences.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="test">The test.</param>
    internal static PairedDifference Of(Interval interval, PairedTTestResult test) => new(interval, test.PValue, test.Status);
}
