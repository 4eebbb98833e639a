using System.Reflection;

namespace Xmrl.Training.Configuration;

/// <summary>One key of a record.</summary>
/// <param name="Key">Name in files, camelCase.</param>
/// <param name="Property">Where the value goes.</param>
/// <param name="Nullable">Whether nothing is a value.</param>
/// <param name="Required">Whether the key must be present.</param>
internal sealed record RecordMember(string Key, PropertyInfo Property, bool Nullable, bool Required)
{
    /// <summary>Whether the keys of its record stand in place of its own.</summary>
    internal bool IsInlined { get; init; }

    /// <summary>The records that its key names, whose keys stand beside it; null for an ordinary key.</summary>
    internal ChosenAttribute? Choice { get; init; }
}
