namespace Xmrl.Training.Configuration;

/// <summary>Keys with values, in file order.</summary>
internal sealed record MappingNode(string Where) : ConfigurationNode(Where)
{
    internal List<MappingEntry> Entries { get; } = [];

    internal override string Describe() => "a mapping";

    internal int IndexOf(string key) => Entries.FindIndex(entry => entry.Key == key);
}
