using Xmrl.Reproduction.Robustness;
using Xmrl.Runs.Records;

namespace Xmrl.Studies;

/// <summary>Content of study.json of a condition of the bandits: mean returns on the test tasks.</summary>
internal sealed record BanditResult
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

    /// <summary>Steps of the training buffers.</summary>
    public required long StoredSteps { get; init; }

    /// <summary>Environment steps of the training online.</summary>
    public required long OnlineSteps { get; init; }

    /// <summary>Reads the file of a run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static BanditResult Read(RunDirectory run)
    {
        string path = run.File(FileName);
        BanditResult result = RunJson.Read<BanditResult>(path);
        string? lacks = BanditRows.All.FirstOrDefault(row => !result.MeanActions.ContainsKey(row))
            ?? BanditRows.Trained.FirstOrDefault(
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
