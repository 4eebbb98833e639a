using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Runs.Files;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Records;

/// <summary>Checkpoints of one run, by iteration; the newest valid one is where a resumed run goes on.</summary>
/// <remarks>Each says in its metadata to which run, configuration, series and iteration it belongs, and is taken for nothing else, whatever
/// its name.</remarks>
internal sealed class CheckpointStore
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

    /// <summary>The run; null for a store of its own.</summary>
    internal RunDirectory? Owner { get; init; }

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
        RunFiles.Write(PathOf(iteration, series), Bound(content, series, iteration).Write);
        RecordInstruments.Saved(RunFiles.LengthOf(PathOf(iteration, series)), Stopwatch.GetElapsedTime(started));
        foreach (long old in Iterations(series).Where(found => found < iteration).OrderDescending().Skip(keep - 1))
        {
            RunFiles.Delete(PathOf(old, series));
        }
    }

    /// <summary>The same tensors with metadata that say to which run, configuration, series and iteration they belong.</summary>
    /// <param name="content">Tensors and other metadata; stays as it is.</param>
    /// <param name="series">Which learner; empty for one.</param>
    /// <param name="iteration">Completed iterations.</param>
    /// <returns>A copy.</returns>
    public SafetensorsFile Bound(SafetensorsFile content, string series, long iteration)
    {
        ArgumentNullException.ThrowIfNull(content);
        return CheckpointBinding.Bind(content, Owner?.Identify(), series, iteration);
    }

    /// <summary>Requires that tensors belong to this run, a series and an iteration.</summary>
    /// <param name="content">What was read.</param>
    /// <param name="series">Which learner; empty for one.</param>
    /// <param name="iteration">Completed iterations.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="InvalidDataException">They belong to another, or do not say to which; the message says what was expected and found.
    /// </exception>
    public void Require(SafetensorsFile content, string series, long iteration, string path)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (CheckpointBinding.Problem(content, Owner?.ReadIdentity(), series, iteration) is { } problem)
        {
            throw new InvalidDataException($"{path} {problem}");
        }
    }

    /// <summary>Reads a checkpoint and checks that it is whole, as the manifest lists it, and this run's.</summary>
    /// <param name="checkpoint">One of <see cref="List"/>.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidDataException">It is damaged or belongs elsewhere; the message says what was expected and found.</exception>
    public SafetensorsFile Read(StoredCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var content = SafetensorsFile.Read(checkpoint.FullPath);
        Require(content, checkpoint.Series, checkpoint.Iteration, checkpoint.FullPath);
        return Owner?.Manifest.ProblemIfListed(checkpoint.FullPath) is { } problem
            ? throw new InvalidDataException($"{Owner.FullPath}: {problem}")
            : content;
    }

    /// <summary>Reads the newest checkpoint that is whole and belongs to the run, warning about newer ones that are damaged, foreign or
    /// missing.</summary>
    /// <param name="log">Receives the warnings.</param>
    /// <param name="series">Which learner; empty for one.</param>
    /// <returns>Iteration and content, or null if there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">There are checkpoints and all of them are damaged or belong elsewhere.</exception>
    public (long Iteration, SafetensorsFile Content)? LoadLatest(ILogger log, string series = "")
    {
        ArgumentNullException.ThrowIfNull(log);
        Exception? damage = null;
        WarnOfMissing(log, series);
        foreach (long iteration in Iterations(series).OrderDescending())
        {
            try
            {
                return (iteration, Read(new StoredCheckpoint(series, iteration, PathOf(iteration, series))));
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                damage = error;
                RecordInstruments.Damaged.Add(1);
                log.LogWarning("A checkpoint is damaged or belongs elsewhere and is left out: {Message}", error.Message);
            }
        }

        return damage is null
            ? null
            : throw new InvalidDataException($"No checkpoint in {FolderPath} is whole and of this run. {damage.Message}", damage);
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
                && long.TryParse(
                    name[(at + Prefix.Length)..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long iteration)
                && IsSeries(series)
                && PathOf(iteration, series) == path)
            {
                found.Add(new StoredCheckpoint(series, iteration, path));
            }
        }

        return [.. found.OrderBy(checkpoint => checkpoint.Series, StringComparer.Ordinal).ThenBy(checkpoint => checkpoint.Iteration)];
    }

    /// <summary>Says which checkpoints the finished run had that are newer than all that are there.</summary>
    private void WarnOfMissing(ILogger log, string series)
    {
        if (Owner is not { Manifest: var manifest })
        {
            return;
        }

        string start = $"{Path.GetFileName(FolderPath)}/{Start(series)}";
        foreach (string name in manifest.Entries.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal)))
        {
            if (!File.Exists(Path.Combine(Owner.FullPath, name)))
            {
                log.LogWarning("{Run}: {File} is missing; an older checkpoint stands in for it, if there is one.", Owner.FullPath, name);
            }
        }
    }

    private IEnumerable<long> Iterations(string series)
    {
        string start = Start(series);
        foreach (string path in RunFiles.List(FolderPath, $"{start}*{Suffix}"))
        {
            string digits = Path.GetFileName(path)[start.Length..^Suffix.Length];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long iteration)
                && PathOf(iteration, series) == path)
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
