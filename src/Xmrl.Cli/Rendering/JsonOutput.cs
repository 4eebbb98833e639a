using System.Text.Json;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Rendering;

/// <summary>The one JSON document that --json puts on the output.</summary>
internal static class JsonOutput
{
    internal static void Write<T>(TextWriter output, T document)
    {
        // In pieces, because JSON escapes what could steer a terminal, and its line breaks are its own.
        output.Write(JsonSerializer.Serialize(document, RunJson.Options));
        output.WriteLine();
    }
}
