using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Runs.Files;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Records;

/// <summary>Checkpoints of one run, by iteration; the newest valid one is where a resumed run goes on.</summary>
public sealed class CheckpointStore
{
    private const string Prefix = "iteration-";
    private const string Suffix = ".safetensors";

    /// <summary>Creates a store; the folder need not exist yet.</summary>
    /// <param name="folderPath">Folder of the checkpoints.</param>
    public CheckpointStore(string folderPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderPath);
        FolderPath = folderPath;
    }

    /// <summary>Folder of the checkpoints.</summary>
    public string FolderPath { get; }

    /// <summary>File of an iteration's checkpoint.</summary>
    /// <param name="iteration">Completed iterations, 0 or more.</param>
    /// <param name="series">Which learner, when a run trains several; letters, digits and hyphens; empty for one.</param>
    public string PathOf(long iteration, string series = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        return Path.Combine(FolderPath, string.Create(CultureInfo.InvariantCulture, $"{Start(series)}{iteration:D8}{Suffix}"));
    }

    /// <summary>Writes a checkpoint atomically and deletes those before the last few.</summary>
    /// <param name="iteration">Completed iterations.</param>
    /// <param name="content">Everything the run needs to continue.</param>
    /// <param name="series">Which learner; empty for one.</param>
    /// <param name="keep">How many of this series stay, at least 1.</param>
    public void Save(long iteration, SafetensorsFile content, string series = "", int keep = 2)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        RunFiles.CreateFolder(FolderPath);
        long started = Stopwatch.GetTimestamp();
        RunFiles.Write(PathOf(iteration, series), content.Write);
        RecordInstruments.Saved(RunFiles.LengthOf(PathOf(iteration, series)), Stopwatch.GetElapsedTime(started));
        foreach (long old in Iterations(series).Where(found => found < iteration).OrderDescending().Skip(keep - 1))
        {
            RunFiles.Delete(PathOf(old, series));
        }
    }

    /// <summary>Reads the newest checkpoint that is whole, warning about newer ones that are damaged.</summary>
    /// <param name="log">Receives the warnings.</param>
    /// <param name="series">Which learner; empty for one.</param>
    /// <returns>Iteration and content, or null if there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">There are checkpoints and all of them are damaged.</exception>
    public (long Iteration, SafetensorsFile Content)? LoadLatest(ILogger log, string series = "")
    {
        ArgumentNullException.ThrowIfNull(log);
        Exception? damage = null;
        foreach (long iteration in Iterations(series).OrderDescending())
        {
            try
            {
                return (iteration, SafetensorsFile.Read(PathOf(iteration, series)));
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                damage = error;
                RecordInstruments.Damaged.Add(1);
                log.LogWarning("A checkpoint is damaged and is left out: {Message}", error.Message);
            }
        }

        return damage is null ? null : throw new InvalidDataException($"No checkpoint in {FolderPath} is whole. {damage.Message}", damage);
    }

    /// <summary>All checkpoints by series and iteration, whole or not.</summary>
    /// <returns>What the folder holds; empty if it does not exist.</returns>
    public IReadOnlyList<StoredCheckpoint> List()
    {
        var found = new List<StoredCheckpoint>();
        foreach (string path in RunFiles.List(FolderPath, $"*{Suffix}"))
        {
            string name = Path.GetFileName(path);
            int at = name.LastIndexOf(Prefix, StringComparison.Ordinal);
            string series = at > 0 && name[at - 1] == '-' ? name[..(at - 1)] : "";
            if (at >= 0
                && long.TryParse(name[(at + Prefix.Length)..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long iteration)
                && IsSeries(series)
                && PathOf(iteration, series) == path)
            {
                found.Add(new StoredCheckpoint(series, iteration, path));
            }
        }

        return [.. found.OrderBy(checkpoint => checkpoint.Series, StringComparer.Ordinal).ThenBy(checkpoint => checkpoint.Iteration)];
    }

    private IEnumerable<long> Iterations(string series)
    {
        string start = Start(series);
        foreach (string path in RunFiles.List(FolderPath, $"{start}*{Suffix}"))
        {
            string digits = Path.GetFileName(path)[start.Length..^Suffix.Length];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long iteration) && PathOf(iteration, series) == path)
            {
                yield return iteration;
            }
        }
    }

    private static bool IsSeries(string series) => series.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static string Start(string series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return IsSeries(series)
            ? series.Length == 0 ? Prefix : $"{series}-{Prefix}"
            : throw new ArgumentException($"series is {series}; expected letters, digits and hyphens.", nameof(series));
    }
}
