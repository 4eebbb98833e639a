using System.Collections;
using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Settings;

/// <summary>What tells two configurations apart: a hash of all values, whatever the order of keys or the layout of the file.</summary>
internal static class ConfigurationIdentity
{
    /// <summary>SHA-256 of the canonical JSON.</summary>
    /// <typeparam name="T">A record class as <see cref="ConfigurationReader"/> takes it.</typeparam>
    /// <param name="configuration">The record.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of<T>(T configuration)
        where T : class => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson(configuration)));

    /// <summary>JSON without white space, keys sorted by code unit, numbers with the fewest digits that read back to the same
    /// bits.</summary>
    /// <typeparam name="T">A record class.</typeparam>
    /// <param name="configuration">The record.</param>
    /// <returns>UTF-8 bytes.</returns>
    public static byte[] CanonicalJson<T>(T configuration)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(configuration);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Value(json, configuration);
        }

        return stream.ToArray();
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case double number when !double.IsFinite(number):
            case float single when !float.IsFinite(single):
                json.WriteStringValue(ScalarText.Format(value));
                break;
            case object scalar when ScalarText.IsNumberOrTruth(scalar.GetType()):
                json.WriteRawValue(ScalarText.Format(scalar));
                break;
            case object scalar when ScalarText.IsScalar(scalar.GetType()):
                json.WriteStringValue(ScalarText.Format(scalar));
                break;
            case object shaped when ShapedAttribute.TextOf(shaped) is { } text:
                json.WriteStringValue(text);
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (object? item in RecordBinder.IsUnset(list) ? Array.Empty<object?>() : list)
                {
                    Value(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject();
                foreach (
                    (string key, object? inner) in RecordSchema.EntriesOf(value).OrderBy(static entry => entry.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(key);
                    Value(json, inner);
                }

                json.WriteEndObject();
                break;
        }
    }
}
