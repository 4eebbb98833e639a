using System.Text.Json.Serialization;
using Xmrl.Statistics;

namespace Xmrl.Reproduction;

/// <summary>A figure as a paper prints it.</summary>
/// <param name="Mean">The figure.</param>
/// <param name="Spread">What stands behind the ±, ≥ 0, in the same unit; null where the paper prints none.</param>
/// <remarks>Papers seldom say what their ± is: it is taken as printed, [Mean − Spread, Mean + Spread]. For a standard deviation over seeds
/// that is wider than the interval of the mean: the kinder reading.</remarks>
internal sealed record PaperValue(double Mean, double? Spread = null)
{
    /// <summary>Where the figure stands if not in the paper, such as "a public plotting script"; null for the paper.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>What stands behind the figure in a table: a star where it is not the paper's.</summary>
    [JsonIgnore]
    public string Mark => Source is null ? string.Empty : "*";

    /// <summary>The printed range; a point where the paper prints no ±.</summary>
    public Interval Range() => new(Mean, Mean - (Spread ?? 0), Mean + (Spread ?? 0));
}
