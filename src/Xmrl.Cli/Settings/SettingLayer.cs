using Xmrl.Runs.Comparison;

namespace Xmrl.Cli.Settings;

/// <summary>A whole configuration after one of the steps that make it.</summary>
/// <param name="name">Name of the step.</param>
/// <param name="yaml">The configuration.</param>
internal sealed class SettingLayer(string name, string yaml)
{
    private readonly Dictionary<string, string> _byKey = FlatConfiguration.Of(yaml).ToDictionary(StringComparer.Ordinal);

    /// <summary>Name of the step.</summary>
    internal string Name => name;

    /// <summary>The configuration as text.</summary>
    internal string Text => yaml;

    /// <summary>Keys with their values, in order.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Values { get; } = [.. FlatConfiguration.Of(yaml)];

    /// <summary>The keys that the step itself names, and what gave the others their values; null where the step gave all.</summary>
    internal (IReadOnlySet<string> Keys, string Otherwise)? Given { get; init; }

    /// <summary>The value of a key; null where the configuration does not have it.</summary>
    internal string? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>What gave a key its value, where this step did.</summary>
    internal string NameOf(string key) => Given is { } given && !given.Keys.Contains(key) ? given.Otherwise : name;
}
