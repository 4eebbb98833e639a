using System.Collections.Immutable;
using System.Text;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Curves;

/// <summary>Mends damaged metrics.jsonl and progress.csv, so that a training with whole checkpoints can go on: whole rows stay, the
/// damaged file is kept beside them under another name.</summary>
internal static class CurveMender
{
    /// <summary>Mends a metrics file.</summary>
    /// <param name="path">The file; need not exist.</param>
    /// <param name="nextIteration">First iteration that will be written; rows from it on do not count.</param>
    /// <returns>What was damaged and what was kept, a sentence; null where nothing is damaged.</returns>
    /// <exception cref="IOException">The file cannot be opened, or is a link.</exception>
    public static string? MendMetrics(string path, long nextIteration)
    {
        string? damage = File.Exists(path) ? Damage(path, (line, number) => Row(line, number).Iteration, nextIteration) : null;
        if (damage is null)
        {
            return null;
        }

        (string Line, MetricsRow Row)[] rows = [.. Whole(path, Row, nextIteration)];
        return Replace(path, damage, [.. rows.Select(static row => row.Line)], rows.Length, nextIteration);

        MetricsRow Row(string line, int number) => MetricsReader.Parse(line, path, number);
    }

    /// <summary>Mends a table; its rows are taken from the metrics where these have them.</summary>
    /// <param name="path">The file; need not exist.</param>
    /// <param name="columns">Names after iteration.</param>
    /// <param name="metrics">The metrics of the same training, already mended.</param>
    /// <param name="nextIteration">First iteration that will be written; rows from it on do not count.</param>
    /// <returns>What was damaged and what was kept, a sentence; null where nothing is damaged.</returns>
    /// <exception cref="IOException">The file cannot be opened, or is a link.</exception>
    public static string? MendProgress(string path, ImmutableArray<string> columns, IEnumerable<MetricsRow> metrics, long nextIteration)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        string header = ProgressCsvWriter.HeaderOf(columns);
        bool hasHeader = true;
        string? damage = File.Exists(path) ? Damage(path, Iteration, nextIteration) : null;
        if (damage is null)
        {
            return null;
        }

        // Numbers under other names are not taken over.
        var lines = new SortedDictionary<long, string>();
        if (hasHeader)
        {
            foreach ((string line, MetricsRow row) in Whole(path, Row, nextIteration))
            {
                lines[row.Iteration] = line;
            }
        }

        foreach (MetricsRow row in metrics.Where(row => row.Iteration < nextIteration))
        {
            double[] values = [.. columns.Select(column => row.Values.TryGetValue(column, out double value) ? value : double.NaN)];
            lines[row.Iteration] = ProgressCsvWriter.LineOf(row.Iteration, values);
        }

        return Replace(path, damage, [header, .. lines.Values], lines.Count, nextIteration);

        MetricsRow? Row(string line, int number) => number == 1 ? null : ProgressCsvReader.Parse(line, columns, path, number);

        long Iteration(string line, int number)
        {
            if (number > 1)
            {
                return ProgressCsvReader.Parse(line, columns, path, number).Iteration;
            }

            hasHeader = line == header;
            return hasHeader ? -1 : throw new InvalidDataException($"{path}, line 1: the header is not {header}.");
        }
    }

    /// <summary>The first fault among the rows that stay; null for none.</summary>
    private static string? Damage(string path, Func<string, int, long> iteration, long next)
    {
        long last = -2;
        bool ended = false;
        int number = 0;
        try
        {
            foreach (string line in LineFile.Read(path))
            {
                long found = iteration(line, ++number);
                if (found <= last || (ended && found < next))
                {
                    return $"{path}, line {number}: iteration {found} follows {last}.";
                }

                (ended, last) = (ended || found >= next, found);
            }

            return null;
        }
        catch (InvalidDataException error)
        {
            // Behind the rows that stay, an unfinished training may have left anything.
            return ended ? null : error.Message;
        }
    }

    private static IEnumerable<(string Line, MetricsRow Row)> Whole(string path, Func<string, int, MetricsRow?> parse, long next)
    {
        long last = -1;
        int number = 0;
        using IEnumerator<string> lines = LineFile.Read(path).GetEnumerator();
        while (Advances(lines))
        {
            MetricsRow? row = null;
            try
            {
                row = parse(lines.Current, ++number);
            }
            catch (InvalidDataException)
            {
                // Left out; the damaged file is kept.
            }

            if (row is not null && row.Iteration > last && row.Iteration < next)
            {
                last = row.Iteration;
                yield return (lines.Current, row);
            }
        }
    }

    private static bool Advances(IEnumerator<string> lines)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (InvalidDataException)
        {
            // A line without end: nothing behind it is a row.
            return false;
        }
    }

    private static string Replace(string path, string damage, IReadOnlyList<string> lines, int rows, long expected)
    {
        string kept = RunFiles.KeepDamaged(path);
        RunFiles.Write(path, stream =>
        {
            foreach (string line in lines)
            {
                stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }
        });
        string name = Path.GetFileName(path);
        string has = rows == 0 && expected > 0
            ? $"none of its rows is whole, and {name} begins again at iteration {expected}"
            : $"{name} has {rows} of the {expected} iterations before the checkpoint";
        return $"A curve file is damaged ({damage.TrimEnd('.')}): {has}; the damaged file is kept as {kept}.";
    }
}
