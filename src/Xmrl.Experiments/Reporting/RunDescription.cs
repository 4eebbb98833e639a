using System.Text.Json.Serialization;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Experiments.Reporting;

/// <summary>Content of description.json: what a report says of a run beside its figures. Stored when the run begins, so that no report
/// needs the environment or the program that made the run.</summary>
internal sealed record RunDescription
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "description.json";

    /// <summary>Headline.</summary>
    public required string Title { get; init; }

    /// <summary>Versioned id of the environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>What the scores measure.</summary>
    public required ReportScore Score { get; init; }

    /// <summary>Names of the task parameters, in the order of the parameters in tasks.json.</summary>
    public required IReadOnlyList<string> TaskParameters { get; init; }

    /// <summary>What tasks are in words, by their ids; null where their parameters tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? TaskNames { get; init; }

    /// <summary>How the figures are measured.</summary>
    public required IReadOnlyList<ReportEntry> Protocol { get; init; }

    /// <summary>The stages that the run will have if every method applies, in their order.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The methods that the base policy is retrained by, in their order.</summary>
    public required IReadOnlyList<MethodDescription> Methods { get; init; }

    /// <summary>What the base policy is, in one sentence.</summary>
    public required string Base { get; init; }

    /// <summary>Name of the control against which differences are taken; null where none runs.</summary>
    public string? Control { get; init; }

    /// <summary>What was doubtful before the run began, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How tasks and episodes are drawn; null where the environment has no picture.</summary>
    public ReportScene? Scene { get; init; }

    /// <summary>Reads a run's description.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The description; null for a run of a version that stored none.</returns>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static RunDescription? Read(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = run.File(FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        RunDescription description = RunJson.Read<RunDescription>(path);
        if (description.Methods.FirstOrDefault(static method => !IsSeries(method.Series)) is { } wrong)
        {
            throw new InvalidDataException(
                $"{path}: the series of {wrong.Name} is '{wrong.Series}'; expected letters, digits and hyphens.");
        }

        return description.TaskParameters.Distinct(StringComparer.Ordinal).Count() == description.TaskParameters.Count
            ? description
            : throw new InvalidDataException($"{path} names a task parameter twice.");
    }

    /// <summary>Series are parts of file names.</summary>
    private static bool IsSeries(string series)
        => series.Length > 0 && series.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
