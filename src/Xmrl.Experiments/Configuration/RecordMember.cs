using System.Reflection;

namespace Xmrl.Experiments.Configuration;

/// <summary>One key of a record.</summary>
/// <param name="Key">Name in files, camelCase.</param>
/// <param name="Property">Where the value goes.</param>
/// <param name="Nullable">Whether nothing is a value.</param>
/// <param name="Required">Whether the key must be present.</param>
internal sealed record RecordMember(string Key, PropertyInfo Property, bool Nullable, bool Required);
