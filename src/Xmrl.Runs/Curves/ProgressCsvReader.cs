using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Runs.Curves;

/// <summary>Reads progress.csv, also while it is being written.</summary>
internal static class ProgressCsvReader
{
    internal const string IterationName = "iteration";

    /// <summary>Reads the complete lines.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One row per iteration, in file order; values by column name.</returns>
    /// <exception cref="InvalidDataException">Header or line is not valid; the message names the line.</exception>
    public static IEnumerable<MetricsRow> Read(string path)
    {
        ImmutableArray<string> columns = default;
        int number = 0;
        foreach (string line in LineFile.Read(path))
        {
            if (++number > 1)
            {
                yield return Parse(line, columns, path, number);
                continue;
            }

            string[] header = line.Split(',');
            if (header[0] != IterationName || header.Distinct(StringComparer.Ordinal).Count() != header.Length)
            {
                throw new InvalidDataException(
                    $"{path}, line 1: the header is {line}; expected {IterationName} and other names, each once.");
            }

            columns = [.. header.Skip(1)];
        }
    }

    internal static MetricsRow Parse(string line, ImmutableArray<string> columns, string path, int number)
    {
        string[] cells = line.Split(',');
        if (cells.Length != columns.Length + 1)
        {
            throw new InvalidDataException($"{path}, line {number}: found {cells.Length} cells; expected {columns.Length + 1}.");
        }

        if (!long.TryParse(cells[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long iteration))
        {
            throw new InvalidDataException($"{path}, line {number}: the iteration is {cells[0]}; expected a whole number.");
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (!double.TryParse(cells[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw new InvalidDataException($"{path}, line {number}: {columns[i]} is {cells[i + 1]}; expected a number.");
            }

            values[columns[i]] = value;
        }

        return new MetricsRow(iteration, values);
    }
}
