namespace Xmrl.Architecture.Tests.Configuration;

/// <summary>The keys of a YAML document as the configuration writer writes it: one key per line, indented by depth, lists in
/// brackets.</summary>
internal static class YamlLines
{
    /// <summary>One line of the document.</summary>
    /// <param name="Path">Keys joined by dots; empty for a line without a key.</param>
    /// <param name="Value">The value; empty for a key that holds others.</param>
    /// <param name="Comment">What follows #, trimmed; empty for none.</param>
    /// <param name="Text">The whole line.</param>
    public readonly record struct Line(string Path, string Value, string Comment, string Text);

    /// <summary>Reads all lines.</summary>
    public static IReadOnlyList<Line> Read(string yaml)
    {
        var lines = new List<Line>();
        var parents = new List<(int Indent, string Key)>();
        foreach (string text in yaml.TrimEnd('\n').Split('\n'))
        {
            int hash = text.IndexOf('#', StringComparison.Ordinal);
            string comment = hash < 0 ? string.Empty : text[(hash + 1)..].Trim();
            string content = (hash < 0 ? text : text[..hash]).TrimEnd();
            int colon = content.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                lines.Add(new Line(string.Empty, string.Empty, comment, text));
                continue;
            }

            int indent = content.Length - content.TrimStart().Length;
            parents.RemoveAll(parent => parent.Indent >= indent);
            parents.Add((indent, content[..colon].Trim()));
            lines.Add(new Line(string.Join('.', parents.Select(parent => parent.Key)), content[(colon + 1)..].Trim(), comment, text));
        }

        return lines;
    }
}
