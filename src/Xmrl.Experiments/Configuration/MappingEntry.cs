namespace Xmrl.Experiments.Configuration;

/// <summary>A key, where it stands, and its value.</summary>
internal readonly record struct MappingEntry(string Key, string Where, ConfigurationNode Value);
