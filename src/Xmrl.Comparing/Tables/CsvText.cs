using System.Text;
using Xmrl.Runs.Files;

namespace Xmrl.Comparing.Tables;

/// <summary>Tables as CSV (RFC 4180): a head, one row per line, quotes where a cell holds a comma, a quote or a line break.</summary>
internal static class CsvText
{
    /// <summary>Writes a file, or replaces it, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Heads of the columns.</param>
    /// <param name="rows">The rows, as many cells each.</param>
    /// <returns>How many rows there were.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static int Write(string path, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        int count = 0;
        string full = Path.GetFullPath(path);
        RunFiles.CreateFolder(Path.GetDirectoryName(full)!);
        RunFiles.Write(full, stream =>
        {
            Line(stream, columns);
            foreach (IReadOnlyList<string> row in rows)
            {
                Line(stream, row);
                count++;
            }
        });
        return count;
    }

    private static void Line(Stream stream, IReadOnlyList<string> cells)
        => stream.Write(Encoding.UTF8.GetBytes($"{string.Join(',', cells.Select(Cell))}\n"));

    private static string Cell(string text)
        => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
