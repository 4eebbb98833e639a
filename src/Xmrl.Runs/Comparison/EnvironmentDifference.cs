using Xmrl.Runs.Provenance;

namespace Xmrl.Runs.Comparison;

/// <summary>Compares what two runs were made with.</summary>
internal static class EnvironmentDifference
{
    /// <summary>What the assembly of a user's own environment is called here.</summary>
    public const string AssemblyName = "environmentAssembly";

    /// <summary>The facts that can change bits or speed and differ; memory and number of cores cannot.</summary>
    /// <param name="first">One environment.</param>
    /// <param name="second">The other.</param>
    /// <returns>Names as in environment.json, libraries as library/name.</returns>
    public static IReadOnlyList<ValueDifference> Between(EnvironmentInfo first, EnvironmentInfo second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return [.. ValueDifference.Between(Facts(first), Facts(second))];
    }

    private static List<KeyValuePair<string, string>> Facts(EnvironmentInfo info) =>
    [
        KeyValuePair.Create("xmrlVersion", info.XmrlVersion),
        KeyValuePair.Create("commit", (info.Commit ?? "unknown") + (info.Dirty == true ? " (changed)" : "")),
        KeyValuePair.Create("operatingSystem", info.OperatingSystem),
        KeyValuePair.Create("architecture", info.Architecture),
        KeyValuePair.Create("processor", info.Processor),
        KeyValuePair.Create("vectorBits", $"{info.VectorBits}"),
        KeyValuePair.Create("vectorFeatures", string.Join(' ', info.VectorFeatures.IsDefault ? [] : info.VectorFeatures)),
        KeyValuePair.Create("dotNet", info.DotNet),
        KeyValuePair.Create("precision", info.Precision),
        .. new[] { info.EnvironmentAssembly }.OfType<string>().Select(hash => KeyValuePair.Create(AssemblyName, hash)),
        .. info.Libraries.Select(library => KeyValuePair.Create("library/" + library.Key, library.Value)),
    ];
}
