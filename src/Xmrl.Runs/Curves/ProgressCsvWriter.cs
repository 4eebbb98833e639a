using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Xmrl.Runs.Curves;

/// <summary>Appends to progress.csv: a fixed header, then one line of numbers per iteration.</summary>
internal sealed class ProgressCsvWriter : IDisposable
{
    private readonly FileStream _stream;

    private ProgressCsvWriter(FileStream stream, ImmutableArray<string> columns)
    {
        _stream = stream;
        Columns = columns;
    }

    /// <summary>Names of the columns after the first, which is iteration.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Opens the file; what a resumed run will write again is removed first.</summary>
    /// <param name="path">The file; created with its header if missing.</param>
    /// <param name="columns">Names after iteration, without commas, quotes and line breaks.</param>
    /// <param name="nextIteration">First iteration that will be written; lines from it on are dropped.</param>
    /// <exception cref="InvalidDataException">The file has another header, or a line that should stay is not valid.</exception>
    public static ProgressCsvWriter Open(string path, ImmutableArray<string> columns, long nextIteration = 0)
    {
        string header = HeaderOf(columns);
        foreach (string column in columns)
        {
            if (column.Length == 0 || column.AsSpan().IndexOfAny(",\"\r\n") >= 0)
            {
                throw new ArgumentException(
                    $"A column is named '{column}'; expected a name without commas, quotes and line breaks.", nameof(columns));
            }
        }

        FileStream stream = LineFile.Append(path, (line, number) =>
        {
            if (number == 1)
            {
                return line == header ? true : throw new InvalidDataException($"{path}, line 1: the header is {line}; expected {header}.");
            }

            return ProgressCsvReader.Parse(line, columns, path, number).Iteration < nextIteration;
        });
        if (stream.Length == 0)
        {
            stream.Write(Encoding.UTF8.GetBytes(header + "\n"));
            stream.Flush();
        }

        return new ProgressCsvWriter(stream, columns);
    }

    /// <summary>Writes one iteration and flushes it.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="values">One number per column.</param>
    public void Write(long iteration, params ReadOnlySpan<double> values)
    {
        if (values.Length != Columns.Length)
        {
            throw new ArgumentException($"values has {values.Length} numbers; expected {Columns.Length}, one per column.", nameof(values));
        }

        _stream.Write(Encoding.UTF8.GetBytes(LineOf(iteration, values) + "\n"));
        _stream.Flush();
    }

    /// <summary>The first line of a table.</summary>
    internal static string HeaderOf(ImmutableArray<string> columns) => string.Join(',', columns.Insert(0, ProgressCsvReader.IterationName));

    /// <summary>The line of an iteration, without its end.</summary>
    internal static string LineOf(long iteration, ReadOnlySpan<double> values)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{iteration}");
        foreach (double value in values)
        {
            line.Append(CultureInfo.InvariantCulture, $",{value:R}");
        }

        return line.ToString();
    }

    /// <summary>Waits until the lines written so far are on the disk.</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Flushes to the disk and closes the file.</summary>
    public void Dispose()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
