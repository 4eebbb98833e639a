using System.Text.Json.Serialization;
using Xmrl.Diagnosis.Probes;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Decision;

/// <summary>One remedy with what it is predicted to bring.</summary>
internal sealed record Prescription
{
    /// <summary>The remedy.</summary>
    public required Remedy Remedy { get; init; }

    /// <summary>The remedy, for people, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Predicted gain of the kind's mean score, with its 90 % interval; null where nothing is prescribed that could be
    /// measured.</summary>
    public Interval? KindGain { get; init; }

    /// <summary>Predicted gain of the mean score over all tasks, with its 90 % interval; null as <see cref="KindGain"/>.</summary>
    public Interval? Gain { get; init; }

    /// <summary>The other adaptation of <see cref="Remedy.ChangeAdaptation"/>; null for other remedies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdaptationChange? Adaptation { get; init; }
}
