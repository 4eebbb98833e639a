using System.Globalization;
using System.Text.Json.Nodes;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Tests.Settings;

/// <summary>YAML as JSON, as an editor sees it.</summary>
internal static class YamlNodes
{
    public static JsonNode? Of(ConfigurationNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        SequenceNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Quoted: false, Text: "true" or "false" } truth => truth.Text == "true",
        ScalarNode { Quoted: false } scalar when double.TryParse(
            scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        ScalarNode scalar => scalar.Text,
        _ => throw new ArgumentException(node.Describe()),
    };
}
