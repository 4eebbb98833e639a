using System.Text.Json;
using System.Text.Json.Serialization;
using Xmrl.Runs.Json;

namespace Xmrl.Watch.Runs;

/// <summary>How rows and other answers are written: names as in the report; what is not known is left out.</summary>
internal static class RowJson
{
    /// <summary>The settings.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new NamedEnumConverter() },
    };
}
