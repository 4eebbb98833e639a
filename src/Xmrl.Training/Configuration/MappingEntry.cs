namespace Xmrl.Training.Configuration;

/// <summary>A key, where it stands, its value, and who wrote it.</summary>
internal readonly record struct MappingEntry(string Key, string Where, ConfigurationNode Value, EntryOrigin Origin = EntryOrigin.Document);
