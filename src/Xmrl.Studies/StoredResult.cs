using Xmrl.Reproduction.Robustness;
using Xmrl.Runs.Records;

namespace Xmrl.Studies;

/// <summary>Content of study.json of a condition: returns on the test tasks.</summary>
internal sealed record StoredResult
{
    /// <summary>Name of the file in the run's folder.</summary>
    public const string FileName = StudyResult.FileName;

    /// <summary>Outer steps before each score of <see cref="Curves"/>, from 0. Shape [n].</summary>
    public required IReadOnlyList<double> OuterSteps { get; init; }

    /// <summary>Mean returns of mean actions over the outer steps, by row. Shape [n] each.</summary>
    public required IReadOnlyDictionary<string, double[]> Curves { get; init; }

    /// <summary>Mean returns of mean actions at the end, by row.</summary>
    public required IReadOnlyDictionary<string, double> MeanActions { get; init; }

    /// <summary>Mean returns of sampled actions at the end, by row; references have none.</summary>
    public required IReadOnlyDictionary<string, double> Sampled { get; init; }

    /// <summary>Returns of mean actions at the end on every test task, by row; references have none. Shape [test tasks] each.</summary>
    public IReadOnlyDictionary<string, double[]> Tasks { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>Steps of the training buffers.</summary>
    public required long StoredSteps { get; init; }

    /// <summary>Environment steps of MAML's training online; 0 for none.</summary>
    public required long OnlineSteps { get; init; }

    /// <summary>Environment steps that MACAW collected itself; 0 for none.</summary>
    public long OwnSteps { get; init; }

    /// <summary>Reads the file of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rows">Rows that it must have.</param>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static StoredResult Read(RunDirectory run, IEnumerable<string> rows)
    {
        string path = run.File(FileName);
        StoredResult result = RunJson.Read<StoredResult>(path);
        string? lacks = rows.FirstOrDefault(row => !result.MeanActions.ContainsKey(row))
            ?? StoredRows.Trained.FirstOrDefault(
                row => !result.Curves.TryGetValue(row, out double[]? curve) || curve.Length != result.OuterSteps.Count);
        return lacks is null && result.OuterSteps.Count > 1
            ? result
            : throw new InvalidDataException(
                $"{path} lacks {lacks ?? "outer steps"}; expected a score per row and curves as long as the outer steps.");
    }

    /// <summary>The score of a row after at most a quarter of the outer steps.</summary>
    /// <param name="row">A row with a curve.</param>
    public double AfterQuarter(string row)
        => Curves[row][OuterSteps.Index().Last(point => 4 * point.Item <= OuterSteps[^1]).Index];
}
