using System.Text.Json.Nodes;
using Xmrl.Meta.Learners;

namespace Xmrl.Cli.Settings;

/// <summary>A JSON Schema of configuration files, by which editors complete keys, show what they mean and mark what is wrong.</summary>
/// <seealso href="https://json-schema.org/draft-07">JSON Schema, draft 7: what editors of YAML know.</seealso>
internal static class SettingSchema
{
    /// <summary>The schema's name for itself.</summary>
    internal const string Dialect = "http://json-schema.org/draft-07/schema#";

    /// <summary>Makes the schema.</summary>
    /// <returns>A JSON object.</returns>
    internal static JsonObject Create()
    {
        JsonObject root = Object("Configuration of xmrl train and xmrl improve. Keys that are left out have their defaults.");
        foreach (Setting setting in SettingCatalog.All)
        {
            Add(root, setting);
        }

        JsonObject meta = root["properties"]!["meta"]!.AsObject();
        meta["allOf"] = new JsonArray([.. LearnerTable.All.Select(KeysOf)]);
        JsonObject document = new() { ["$schema"] = Dialect, ["title"] = "Xmrl configuration" };
        foreach ((string key, JsonNode? value) in root.ToArray())
        {
            root.Remove(key);
            document[key] = value;
        }

        return document;
    }

    private static void Add(JsonObject root, Setting setting)
    {
        string[] keys = setting.Key.Split('.');
        JsonObject at = root;
        foreach (string key in keys[..^1])
        {
            at = key == SettingCatalog.MethodPlace ? Methods(at) : Inner(at, key);
        }

        JsonObject properties = Properties(at);
        JsonObject value = Value(setting);
        properties[keys[^1]] = properties[keys[^1]] is JsonObject other ? Either(other, value) : value;
    }

    /// <summary>What one of several learners that share a key takes.</summary>
    private static JsonObject Either(JsonObject first, JsonObject second)
    {
        JsonNode[] kinds = first["anyOf"] is JsonArray known && !first.ContainsKey("description")
            ? [.. known.Select(static kind => kind!.DeepClone())]
            : [first.DeepClone()];
        return new JsonObject { ["anyOf"] = new JsonArray([.. kinds, second]) };
    }

    /// <summary>The keys below one that also takes a text, or nothing.</summary>
    private static JsonObject Inner(JsonObject at, string key)
    {
        JsonObject properties = Properties(at);
        if (properties[key] is not JsonObject known)
        {
            JsonObject made = Object(null);
            properties[key] = made;
            return made;
        }

        if (known["type"]?.GetValue<string>() == "object")
        {
            return known;
        }

        if (known["anyOf"] is not JsonArray kinds)
        {
            string? description = known["description"]?.GetValue<string>();
            known.Remove("description");
            kinds = new JsonArray(known.DeepClone(), Object(null));
            properties[key] = new JsonObject { ["description"] = description, ["anyOf"] = kinds };
        }

        return kinds[^1]!.AsObject();
    }

    private static JsonObject Methods(JsonObject at)
    {
        at.Remove("properties");
        at["propertyNames"] ??= new JsonObject { ["enum"] = new JsonArray([.. Names("confirm.candidates")]) };
        if (at["additionalProperties"] is not JsonObject value)
        {
            value = Object(null);
            at["additionalProperties"] = value;
        }

        return value;
    }

    private static IEnumerable<JsonNode> Names(string key)
        => SettingCatalog.All.First(setting => setting.Key == key).Values.Select(static value => (JsonNode)value.Name);

    private static JsonObject Properties(JsonObject at)
    {
        if (at["properties"] is not JsonObject properties)
        {
            properties = [];
            at["properties"] = properties;
        }

        return properties;
    }

    private static JsonObject Object(string? description)
    {
        var made = new JsonObject();
        if (description is not null)
        {
            made["description"] = description;
        }

        made["type"] = "object";
        made["additionalProperties"] = false;
        return made;
    }

    private static JsonObject Value(Setting setting)
    {
        bool nullable = setting.Kind.EndsWith(" or null", StringComparison.Ordinal);
        string kind = nullable ? setting.Kind[..^" or null".Length].TrimEnd(',') : setting.Kind;
        JsonObject value = kind.StartsWith("list of ", StringComparison.Ordinal)
            ? new JsonObject { ["type"] = "array", ["items"] = Scalar(setting, kind["list of ".Length..]) }
            : kind == "keys" ? Object(null) : Scalar(setting, kind);
        JsonObject all = nullable ? new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, value) } : value;
        all["description"] = Description(setting);
        return all;
    }

    private static JsonObject Scalar(Setting setting, string kind)
    {
        if (!setting.Values.IsEmpty)
        {
            return new JsonObject { ["enum"] = new JsonArray([.. setting.Values.Select(static value => (JsonNode)value.Name)]) };
        }

        string type = kind switch
        {
            "whole number" or "whole numbers" => "integer",
            "number" or "numbers" => "number",
            "true or false" => "boolean",
            _ => "string",
        };
        var made = new JsonObject { ["type"] = type };
        (double? least, bool leastIsOut, double? greatest, bool greatestIsOut) = new SettingText("", setting.Range, "").Bounds;
        if (least is { } low)
        {
            made[leastIsOut ? "exclusiveMinimum" : "minimum"] = low;
        }

        if (greatest is { } high)
        {
            made[greatestIsOut ? "exclusiveMaximum" : "maximum"] = high;
        }

        return made;
    }

    private static string Description(Setting setting)
    {
        string unit = setting.Unit.Length > 0 ? $" Unit: {setting.Unit}." : "";
        string range = setting.Range.Length > 0 ? $" Range: {setting.Range}." : "";
        string byDefault = $" Default: {setting.Default}{(setting.Source.Length > 0 ? $" ({setting.Source})" : "")}.";
        return $"{setting.Meaning}{unit}{range}{byDefault}";
    }

    /// <summary>The keys that go with a learner; those of others are marked.</summary>
    private static JsonObject KeysOf(LearnerSettings learner)
    {
        string name = learner.Card.Key;
        IEnumerable<string> keys = SettingCatalog.All
            .Where(setting => setting.Key.StartsWith("meta.", StringComparison.Ordinal)
                && (setting.Owners.IsEmpty || setting.Owners.Contains(name)))
            .Select(static setting => setting.Key.Split('.')[1])
            .Distinct(StringComparer.Ordinal);
        return new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["learner"] = new JsonObject { ["const"] = name } },
                ["required"] = new JsonArray("learner"),
            },
            ["then"] = new JsonObject
            {
                ["propertyNames"] = new JsonObject { ["enum"] = new JsonArray([.. keys.Select(static key => (JsonNode)key)]) },
            },
        };
    }
}
