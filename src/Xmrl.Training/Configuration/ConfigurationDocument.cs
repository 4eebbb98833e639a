using System.Collections.Immutable;

namespace Xmrl.Training.Configuration;

/// <summary>A configuration as text.</summary>
/// <param name="Yaml">The document; empty for all defaults.</param>
/// <param name="Name">What messages call it.</param>
internal sealed record ConfigurationDocument(string Yaml, string Name)
{
    /// <summary>Whether the program wrote it and nobody changed it: keys that an override makes pointless, by choosing a record without
    /// them, are then left out. In a user's document they are errors.</summary>
    public bool IsOwn { get; init; }

    /// <summary>What the program wrote of everything that this document leaves out; null for what the record's initializers say.</summary>
    public string? Beneath { get; init; }

    /// <summary>Changes that the program makes to it before those of the user, each as key.key=value; pointless ones are left
    /// out.</summary>
    public ImmutableArray<string> Variant { get; init; } = [];
}
