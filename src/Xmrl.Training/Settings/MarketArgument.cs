using System.Collections.Immutable;
using System.Text.Json;

namespace Xmrl.Training.Settings;

/// <summary>A price file named on the command line.</summary>
internal static class MarketArgument
{
    /// <summary>What the name changes in a configuration.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Overrides, each as key.key=value.</returns>
    public static ImmutableArray<string> Overrides(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        // A text of JSON is a text of YAML, whatever the path holds.
        return [$"market.data={JsonSerializer.Serialize(path)}", "market.sha256=null"];
    }
}
