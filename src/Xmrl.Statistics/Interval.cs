using System.Text.Json.Serialization;

namespace Xmrl.Statistics;

/// <summary>An estimate with its interval, or with the reason why it has none.</summary>
/// <param name="Value">The estimate on the sample itself.</param>
/// <param name="Low">Lower end; null where there is no interval, so that no comparison with it is true.</param>
/// <param name="High">Upper end, ≥ Low; null together with it.</param>
/// <param name="Reason">Why there is no interval, in a few words, such as "no variance"; null where there is one.</param>
public readonly record struct Interval(
    double Value, double? Low, double? High, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    /// <summary>The reason where all values are one number: they tell nothing about noise.</summary>
    public const string NoVariance = "no variance";

    /// <summary>An estimate without an interval.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="reason">Why, in a few words.</param>
    /// <returns>The estimate with the reason.</returns>
    public static Interval None(double value, string reason) => new(value, null, null, reason);
}
