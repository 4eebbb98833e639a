namespace Xmrl.Training.Configuration;

/// <summary>Keys with values, in file order.</summary>
internal sealed record MappingNode(string Where) : ConfigurationNode(Where)
{
    internal List<MappingEntry> Entries { get; } = [];

    internal override string Describe() => "a mapping";

    internal int IndexOf(string key) => Entries.FindIndex(entry => entry.Key == key);

    /// <summary>Puts another mapping over this one: values of equal keys take the place of those here, mappings join them.</summary>
    /// <param name="over">The other mapping.</param>
    internal void Lay(MappingNode over)
    {
        foreach (MappingEntry entry in over.Entries)
        {
            int index = IndexOf(entry.Key);
            if (index < 0)
            {
                Entries.Add(entry);
            }
            else if (Entries[index].Value is MappingNode below && entry.Value is MappingNode above)
            {
                below.Lay(above);
                Entries[index] = entry with { Value = below };
            }
            else
            {
                Entries[index] = entry;
            }
        }
    }
}
