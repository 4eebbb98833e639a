using System.Globalization;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Loop;

/// <summary>Whether the curves beside a checkpoint are those that its run wrote. They decide no parameters, so a difference is said and
/// never stops a training.</summary>
internal static class CurveCheck
{
    /// <summary>Compares metrics and table with a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint; one that carries no hash of its curves is older and is taken as it is.</param>
    /// <param name="found">The hash over the metrics before the checkpoint's iteration.</param>
    /// <param name="rows">These metrics.</param>
    /// <param name="metrics">Path of their file.</param>
    /// <param name="table">Path of the table of the same training.</param>
    /// <param name="choosesBest">Whether the validation scores among them choose the parameters that the training keeps.</param>
    /// <returns>What differs, in sentences.</returns>
    /// <exception cref="InvalidDataException">The table is not valid.</exception>
    public static IEnumerable<string> Differences(
        SafetensorsFile checkpoint, string found, IReadOnlyList<MetricsRow> rows, string metrics, string table, bool choosesBest)
    {
        if (!checkpoint.Metadata.TryGetValue(TrainingCheckpoint.CurvesName, out string? expected))
        {
            yield break;
        }

        if (found != expected)
        {
            yield return $"{Path.GetFileName(metrics)} is not what the run wrote before its checkpoint: the SHA-256 over its rows, without "
                + $"times, is {found}; expected {expected}. The curves {(choosesBest ? "and the choice of the best parameters " : "")}"
                + "may not be those of the run.";
        }

        if (TableDifference(rows, metrics, table) is { } difference)
        {
            yield return difference;
        }
    }

    /// <summary>The first difference between the table and the metrics that both come from; null for none.</summary>
    private static string? TableDifference(IReadOnlyList<MetricsRow> rows, string metrics, string table)
    {
        string name = Path.GetFileName(table);
        string source = Path.GetFileName(metrics);
        var cells = new Dictionary<long, MetricsRow>();
        long last = rows.Count > 0 ? rows[^1].Iteration : -1;

        // Behind the rows that stay, a training that was stopped or met a full disk may have left half a line.
        foreach (MetricsRow row in File.Exists(table) && last >= 0 ? ProgressCsvReader.Read(table) : [])
        {
            cells.TryAdd(row.Iteration, row);
            if (row.Iteration >= last)
            {
                break;
            }
        }

        foreach (MetricsRow row in rows)
        {
            if (!cells.TryGetValue(row.Iteration, out MetricsRow? cell))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name} lacks iteration {row.Iteration}, which {source} has.");
            }

            foreach ((string column, double value) in cell.Values)
            {
                double expected = row.Values.GetValueOrDefault(column, double.NaN);
                if (!value.Equals(expected))
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} and {source} differ in iteration {row.Iteration}: {column} is {value:R} in the one and {expected:R} in "
                            + $"the other. One of them is not what the run wrote.");
                }
            }
        }

        return null;
    }
}
