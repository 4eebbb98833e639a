using System.Globalization;
using System.Text.Json;

namespace Xmrl.Runs.Curves;

/// <summary>Reads metrics.jsonl, also while it is being written.</summary>
internal static class MetricsReader
{
    /// <summary>What the name of a hash begins with.</summary>
    internal const string HashPrefix = "hash/";

    private const int LeastHashDigits = 16;
    private const int MostHashDigits = 64;

    /// <summary>Reads the complete lines.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line is not valid; the message names it.</exception>
    public static IEnumerable<MetricsRow> Read(string path)
    {
        int number = 0;
        foreach (string line in LineFile.Read(path))
        {
            yield return Parse(line, path, ++number);
        }
    }

    internal static MetricsRow Parse(string line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 2 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid(path, number, "not an object");
            }

            long? iteration = null;
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            var hashes = new List<KeyValuePair<string, string>>();
            var hashed = new HashSet<string>(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name.StartsWith(HashPrefix, StringComparison.Ordinal))
                {
                    string tensor = property.Name[HashPrefix.Length..];
                    hashes.Add(hashed.Add(tensor)
                        ? KeyValuePair.Create(tensor, Hash(property, path, number))
                        : throw Invalid(path, number, $"{property.Name} occurs twice"));
                    continue;
                }

                if (property.NameEquals("iteration"))
                {
                    iteration = iteration is null
                        && property.Value.ValueKind == JsonValueKind.Number
                        && property.Value.TryGetInt64(out long found)
                        ? found
                        : throw Invalid(path, number, "iteration is not a whole number, or occurs twice");
                }
                else if (!values.TryAdd(property.Name, Number(property, path, number)))
                {
                    throw Invalid(path, number, $"{property.Name} occurs twice");
                }
            }

            return new MetricsRow(iteration ?? throw Invalid(path, number, "no whole-numbered iteration"), values) { Hashes = hashes };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            throw Invalid(path, number, "not valid JSON", error);
        }
    }

    internal static bool IsHash(string? text) =>
        text is { Length: >= LeastHashDigits and <= MostHashDigits } && text.All(char.IsAsciiHexDigitLower);

    private static string Hash(JsonProperty property, string path, int number) =>
        property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is { } text && IsHash(text)
            ? text
            : throw Invalid(path, number, $"{property.Name} is not a hash of {LeastHashDigits} to {MostHashDigits} hexadecimal digits");

    private static double Number(JsonProperty property, string path, int number) => property.Value.ValueKind switch
    {
        JsonValueKind.Number when property.Value.TryGetDouble(out double value) => value,
        JsonValueKind.String when NonFinite(property.Value.GetString()) is double value => value,
        _ => throw Invalid(path, number, $"{property.Name} is not a number"),
    };

    private static double? NonFinite(string? text) =>
        text is "NaN" or "Infinity" or "-Infinity" ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private static InvalidDataException Invalid(string path, int number, string what, Exception? inner = null) =>
        new($"{path}, line {number}: {what}.", inner);
}
