using System.Text.Json;
using System.Text.Json.Nodes;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Rendering;

/// <summary>The one JSON document that --json puts on the output: docs/json.md describes all of them.</summary>
internal static class JsonOutput
{
    /// <summary>Version of all documents. A field that is added does not raise it; one that is renamed, removed or given another meaning
    /// does.</summary>
    internal const int Version = 1;

    /// <summary>Writes a document.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="name">Name of the kind of document.</param>
    /// <param name="document">An object; the field <c>schema</c> is put before its own.</param>
    internal static void Write<T>(TextWriter output, string name, T document)
    {
        JsonObject fields = JsonSerializer.SerializeToNode(document, RunJson.Options)!.AsObject();
        Write(output, name, fields);
    }

    /// <summary>Writes what a command found, behind the two fields that every document has.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="name">Name of the kind of document.</param>
    /// <param name="document">An object without the fields <c>state</c> and <c>exitCode</c>.</param>
    /// <param name="code">The command's exit code.</param>
    internal static void Result<T>(TextWriter output, string name, T document, int code = ExitCode.Ok)
    {
        JsonObject fields = JsonSerializer.SerializeToNode(document, RunJson.Options)!.AsObject();
        fields.Insert(0, "exitCode", code);
        fields.Insert(0, "state", code == ExitCode.Ok ? "done" : "failed");
        Write(output, name, fields);
    }

    private static void Write(TextWriter output, string name, JsonObject fields)
    {
        fields.Insert(0, "schema", $"xmrl/{name}/{Version}");

        // In pieces, because JSON escapes what could steer a terminal, and its line breaks are its own.
        output.Write(fields.ToJsonString(RunJson.Options));
        output.WriteLine();
    }
}
