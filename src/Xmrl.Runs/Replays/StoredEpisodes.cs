using System.Text.Json.Serialization;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Replays;

/// <summary>Content of episodes.json: what a few poor test tasks look like, and what the policies did there. Stored when the policies are
/// scored.</summary>
internal sealed record StoredEpisodes
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "episodes.json";

    /// <summary>What is drawn of each shown task, by its id in the report.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ReportMark>> Tasks { get; init; }

    /// <summary>The episodes; those of one task follow each other.</summary>
    public required IReadOnlyList<ReportEpisode> Episodes { get; init; }

    /// <summary>Episodes of moved bodies; null where the environment has none, or there was no room.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportReplays? Replays { get; init; }

    /// <summary>Reads a run's episodes.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The episodes; null where the run has none (yet), or its environment has no picture.</returns>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static StoredEpisodes? Read(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = run.File(FileName);
        return File.Exists(path) ? RunJson.Read<StoredEpisodes>(path) : null;
    }
}
