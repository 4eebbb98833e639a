using System.Text.Json;
using System.Text.Json.Serialization;
using Xmrl.Training.Configuration;

namespace Xmrl.Experiments.Methods;

/// <summary>Name of a method in configurations and results.</summary>
/// <param name="Key">One word in camelCase, such as xmrlPoor.</param>
[JsonConverter(typeof(Converter))]
public sealed record MethodName(string Key) : IRegisteredName
{
    /// <inheritdoc/>
    public static IReadOnlyList<string> Registered => MethodTable.Standard.Keys;

    /// <summary>The name with a key.</summary>
    /// <param name="key">One word in camelCase.</param>
    public static implicit operator MethodName(string key) => FromString(key);

    /// <summary>The name with a key.</summary>
    /// <param name="key">One word in camelCase.</param>
    /// <returns>The name.</returns>
    public static MethodName FromString(string key) => new(key);

    /// <summary>The key.</summary>
    /// <returns>The key.</returns>
    public override string ToString() => Key;

    private sealed class Converter : JsonConverter<MethodName>
    {
        public override MethodName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && Text(ref reader) is { Length: > 0 } key && key.All(char.IsAsciiLetterOrDigit)
                ? new MethodName(key)
                : throw new JsonException("Expected the name of a method.");

        public override void Write(Utf8JsonWriter writer, MethodName value, JsonSerializerOptions options)
            => writer.WriteStringValue(value.Key);

        private static string? Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException error)
            {
                // GetString reports half a surrogate pair this way.
                throw new JsonException("A text is not valid UTF-16.", error);
            }
        }
    }
}
