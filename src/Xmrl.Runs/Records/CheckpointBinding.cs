using System.Globalization;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Records;

/// <summary>The metadata by which a checkpoint belongs to one run, configuration, series and iteration. They depend on these alone, so that
/// the same computation leaves the same bytes.</summary>
internal static class CheckpointBinding
{
    /// <summary>The metadata key of the hash over the metrics before the checkpoint; the one who trains writes and checks it.</summary>
    internal const string CurvesKey = "curves";

    private const int ShownDigits = 16;
    private static readonly string[] s_keys = ["run", "configuration", "seed", "series", "iteration"];

    /// <summary>Whether a metadata key is one of these.</summary>
    internal static bool IsKey(string key) => s_keys.Contains(key, StringComparer.Ordinal);

    /// <summary>A copy that belongs to them.</summary>
    internal static SafetensorsFile Bind(SafetensorsFile content, RunIdentity? identity, string series, long iteration)
    {
        var bound = new SafetensorsFile();
        foreach ((string name, StoredTensor tensor) in content.Tensors)
        {
            bound.Tensors[name] = tensor;
        }

        foreach ((string key, string value) in content.Metadata.Where(static entry => !IsKey(entry.Key)))
        {
            bound.Metadata[key] = value;
        }

        foreach ((string key, string value) in Of(identity, series, iteration))
        {
            bound.Metadata[key] = value;
        }

        return bound;
    }

    /// <summary>What is expected and found where a file belongs elsewhere, as the rest of a sentence about it; null where it belongs here.
    /// </summary>
    internal static string? Problem(SafetensorsFile content, RunIdentity? identity, string series, long iteration)
    {
        (string Key, string Value)[] expected = [.. Of(identity, series, iteration)];

        // Before layout 3, checkpoints said their series at most.
        bool isBound = identity is not null;
        string[] missing =
            [.. expected.Where(entry => isBound && !content.Metadata.ContainsKey(entry.Key)).Select(static entry => entry.Key)];
        if (missing.Length > 0)
        {
            return $"does not say its {string.Join(", ", missing)}; expected {Describe(expected)}.";
        }

        (string Key, string Value)[] wrong =
            [.. expected.Where(entry => content.Metadata.TryGetValue(entry.Key, out string? found) && found != entry.Value)];
        return wrong.Length == 0
            ? null
            : $"belongs to {Describe(wrong.Select(entry => (entry.Key, content.Metadata[entry.Key])))}; expected {Describe(wrong)}.";
    }

    private static IEnumerable<(string Key, string Value)> Of(RunIdentity? identity, string series, long iteration)
    {
        if (identity is not null)
        {
            yield return ("run", identity.Hash);
            yield return ("configuration", identity.Configuration ?? string.Empty);
            yield return ("seed", identity.Seed.ToString(CultureInfo.InvariantCulture));
        }

        yield return ("series", series);
        yield return ("iteration", iteration.ToString(CultureInfo.InvariantCulture));
    }

    private static string Describe(IEnumerable<(string Key, string Value)> entries) =>
        string.Join(", ", entries.Select(static entry => $"{entry.Key} {Short(entry.Key, entry.Value)}"));

    /// <summary>The first digits of a hash tell runs apart.</summary>
    private static string Short(string key, string value) => value.Length == 0 ? "(none)"
        : key is "run" or "configuration" ? value[..Math.Min(value.Length, ShownDigits)]
        : value;
}
