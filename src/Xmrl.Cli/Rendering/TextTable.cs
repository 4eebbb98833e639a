namespace Xmrl.Cli.Rendering;

/// <summary>Aligned columns in plain text, which read the same on a terminal, in a file and in a pipe.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Prints headers and rows; columns without any text are left out, numbers are aligned to the right.</summary>
    internal static void Write(TextWriter output, IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        // Escaped before the widths are measured.
        rows = [.. rows.Select(static row => row.Select(PlainWriter.Escape).ToArray())];
        int[] shown = [.. Enumerable.Range(0, headers.Count).Where(column => rows.Any(row => row[column].Length > 0))];
        int[] widths = [.. shown.Select(column => Math.Max(headers[column].Length, rows.Max(row => row[column].Length)))];
        bool[] right = [.. shown.Select(column => rows.All(row => row[column].Length == 0 || LooksNumeric(row[column])))];
        foreach (IReadOnlyList<string> row in rows.Prepend(headers))
        {
            IEnumerable<string> cells = shown.Select(
                (column, i) => right[i] ? row[column].PadLeft(widths[i]) : row[column].PadRight(widths[i]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }

    private static bool LooksNumeric(string cell)
        => cell is "NaN" || char.IsAsciiDigit(cell[0]) || cell[0] is '-' or '+' or '[' or '<' or '∞';
}
