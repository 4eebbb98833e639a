using System.Text.Json;
using System.Text.Json.Nodes;

namespace Xmrl.Cli.Tests.Settings;

/// <summary>The part of JSON Schema, draft 7, that the schema of configurations uses; any other keyword fails.</summary>
internal static class SchemaChecker
{
    private static readonly string[] s_words = ["$schema", "title", "description", "required"];

    /// <summary>Adds the places, as paths with slashes, where a document breaks a schema.</summary>
    public static void Check(JsonNode? value, JsonObject schema, string path, List<string> faults)
    {
        foreach ((string word, JsonNode? rule) in schema)
        {
            bool holds = word switch
            {
                "type" => IsOf(value, rule!.GetValue<string>()),
                "enum" => rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
                "const" => JsonNode.DeepEquals(rule, value),
                "minimum" => Number(value) is not { } number || number >= Number(rule),
                "maximum" => Number(value) is not { } number || number <= Number(rule),
                "exclusiveMinimum" => Number(value) is not { } number || number > Number(rule),
                "exclusiveMaximum" => Number(value) is not { } number || number < Number(rule),
                "anyOf" => AnyOf(value, rule!.AsArray(), path, faults),
                "properties" or "additionalProperties" or "propertyNames" or "items" or "allOf" or "if" or "then" => true,
                _ when s_words.Contains(word) => true,
                _ => throw new ArgumentException($"{path}: the keyword {word} is not known."),
            };
            if (!holds)
            {
                faults.Add(path);
            }
        }

        Inner(value, schema, path, faults);
        foreach (JsonNode? all in schema["allOf"]?.AsArray() ?? [])
        {
            Check(value, all!.AsObject(), path, faults);
        }

        if (schema["if"] is JsonObject condition && Holds(value, condition))
        {
            Check(value, schema["then"]!.AsObject(), path, faults);
        }
    }

    private static void Inner(JsonNode? value, JsonObject schema, string path, List<string> faults)
    {
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            for (int i = 0; i < list.Count; i++)
            {
                Check(list[i], items, $"{path}/{i}", faults);
            }
        }

        foreach ((string key, JsonNode? inner) in value as JsonObject ?? [])
        {
            string below = $"{path}/{key}";
            if (schema["propertyNames"] is JsonObject names && !Holds(key, names))
            {
                faults.Add(below);
            }

            if (schema["properties"]?[key] is JsonObject known)
            {
                Check(inner, known, below, faults);
            }
            else if (schema["additionalProperties"] is JsonObject other)
            {
                Check(inner, other, below, faults);
            }
            else if (schema["additionalProperties"] is JsonValue)
            {
                faults.Add(below);
            }
        }
    }

    /// <summary>The faults of the kind that fits best are those that are told.</summary>
    private static bool AnyOf(JsonNode? value, JsonArray kinds, string path, List<string> faults)
    {
        List<string>[] all = [.. kinds.Select(kind => FaultsOf(value, kind!.AsObject(), path))];
        if (all.Any(one => one.Count == 0))
        {
            return true;
        }

        faults.AddRange(all.SelectMany(one => one));
        return false;
    }

    private static List<string> FaultsOf(JsonNode? value, JsonObject schema, string path)
    {
        var faults = new List<string>();
        Check(value, schema, path, faults);
        return faults;
    }

    private static bool Holds(JsonNode? value, JsonObject schema)
        => FaultsOf(value, schema, "").Count == 0
            && (schema["required"]?.AsArray().All(key => (value as JsonObject)?.ContainsKey(key!.GetValue<string>()) ?? true) ?? true);

    private static double? Number(JsonNode? value)
        => value?.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => Number(value) is { } whole && whole == Math.Floor(whole),
        _ => Number(value) is not null,
    };
}
