using System.Text.Json;

namespace Xmrl.Runs.Json;

/// <summary>A list of a stored record holds null.</summary>
internal sealed class NullElementException(int position) : JsonException($"element {position} of a list is null");
