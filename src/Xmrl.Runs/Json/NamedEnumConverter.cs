using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Xmrl.Runs.Json;

/// <summary>Enumerations in JSON by the exact name that is written: camelCase, in this case, without blanks.</summary>
/// <remarks>The framework's converter also takes names with blanks around them, in any case, and lists: it reads <c>"done,failed"</c> as
/// the value whose number is the bitwise or of both.</remarks>
internal sealed class NamedEnumConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => (JsonConverter)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;

    private sealed class Names<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly FrozenDictionary<T, string> _names = Enum.GetValues<T>()
            .Distinct()
            .ToFrozenDictionary(static value => value, static value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        private readonly FrozenDictionary<string, T> _values = Enum.GetValues<T>()
            .Distinct()
            .ToFrozenDictionary(static value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.TokenType == JsonTokenType.String && _values.TryGetValue(Text(ref reader), out T value)
                ? value
                : throw new JsonException($"Expected one of {string.Join(", ", _values.Keys.Order(StringComparer.Ordinal))}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            => writer.WriteStringValue(
                _names.TryGetValue(value, out string? name) ? name : throw new JsonException($"{typeof(T).Name} has no name for {value}."));

        private static string Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString() ?? "";
            }
            catch (InvalidOperationException error)
            {
                // GetString reports half a surrogate pair this way.
                throw new JsonException("A text is not valid UTF-16.", error);
            }
        }
    }
}
