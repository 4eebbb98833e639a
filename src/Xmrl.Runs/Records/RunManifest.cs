using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <summary>manifest.json: length and SHA-256 of the files of a run, so that a damaged or exchanged one is noticed.</summary>
/// <remarks>Files that are written once are listed as soon as they are there; the others (metrics, checkpoints, report) when the run ends,
/// and are taken off when it goes on. The manifest names the run that it belongs to and holds its own SHA-256 (not so before layout 3);
/// changes are made by one process at a time. A run of the first layout has no manifest, and nothing is asked of its files.</remarks>
/// <param name="folder">The run directory.</param>
internal sealed class RunManifest(string folder)
{
    /// <summary>Name of the file.</summary>
    public const string Name = "manifest.json";

    internal const string LockName = ".manifest.lock";

    private const int Version = 2;
    private const int FormerVersion = 1;
    private const int MostFiles = 1_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private static readonly string[] s_unlisted =
        [Name, RunDirectory.StateName, RunHeartbeat.FileName, RunDirectory.LockName, RunDirectory.StartingName, LockName];

    /// <summary>Whether the run has one.</summary>
    public bool Exists => File.Exists(FilePath);

    /// <summary>Whether the manifest is sealed, and the identity of its run; null while the run is being created.</summary>
    internal Func<(bool IsSealed, string? Run)> Owner { get; init; } = static () => (false, null);

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>The files by name, with forward slashes; empty if there is no manifest.</summary>
    /// <exception cref="InvalidDataException">The manifest is not valid, or names a file outside the run directory.</exception>
    public IReadOnlyDictionary<string, ManifestEntry> Entries => Load();

    /// <summary>Lists files that the run will not write again.</summary>
    /// <param name="paths">Files in the run directory, all of which exist.</param>
    /// <exception cref="IOException">The manifest cannot be written, or another process does not let go of it.</exception>
    public void Seal(params IReadOnlyList<string> paths) => Change(files =>
    {
        foreach (string path in paths)
        {
            files[NameOf(path)] = Measure(path, isFixed: true);
        }
    });

    /// <summary>Lists every file of the run, when it has ended; runs inside it have manifests of their own.</summary>
    public void SealAll() => Change(files =>
    {
        // A fixed file keeps its entry, also where it is gone: what happened to it since must not become right.
        RemoveGrowing(files);
        foreach (string path in Files(folder))
        {
            string name = NameOf(path);
            if (!s_unlisted.Contains(name) && !IsTemporary(path) && !files.ContainsKey(name))
            {
                files[name] = Measure(path, isFixed: false);
            }
        }
    });

    /// <summary>Takes off the files that the run will write again.</summary>
    public void KeepFixed()
    {
        if (Exists)
        {
            Change(RemoveGrowing);
        }
    }

    /// <summary>Lists a result by the bytes that were meant to be written, whatever lies there by now.</summary>
    internal void List(string path, ReadOnlySpan<byte> content)
    {
        var entry = new ManifestEntry(content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), Fixed: true);
        Change(files => files[NameOf(path)] = entry);
    }

    /// <summary>Requires that a file is as listed.</summary>
    /// <param name="path">A file in the run directory.</param>
    /// <exception cref="InvalidDataException">It is missing, not as listed or, from layout 3 on, not listed; the message says what was
    /// expected and found.</exception>
    public void Require(string path)
    {
        if (ProblemOf(path) is { } problem)
        {
            throw new InvalidDataException($"{folder}: {problem}");
        }
    }

    /// <summary>As <see cref="Require"/>, for a file that the run lists at its end alone, such as metrics.</summary>
    /// <param name="path">A file in the run directory.</param>
    /// <exception cref="InvalidDataException">It is listed, and missing or not as listed.</exception>
    public void RequireIfListed(string path)
    {
        if (ProblemIfListed(path) is { } problem)
        {
            throw new InvalidDataException($"{folder}: {problem}");
        }
    }

    /// <summary>What is wrong with a file; null if it is as listed or, before layout 3, not listed.</summary>
    internal string? ProblemOf(string path)
    {
        string name = NameOf(path);
        if (Load().TryGetValue(name, out ManifestEntry? entry))
        {
            return Problem(name, entry);
        }

        return !Owner().IsSealed ? null
            : File.Exists(path) ? $"{name} is not listed in {Name}: nothing says that this run wrote it."
            : $"{name} is missing.";
    }

    /// <summary>What is wrong with a file, if it is listed.</summary>
    internal string? ProblemIfListed(string path) =>
        Load().TryGetValue(NameOf(path), out ManifestEntry? entry) ? Problem(NameOf(path), entry) : null;

    /// <summary>Whether a file is there and as listed; before layout 3, whether it is there and not other than listed.</summary>
    /// <param name="path">A file in the run directory.</param>
    public bool IsWhole(string path) => File.Exists(path) && ProblemOf(path) is null;

    /// <summary>Compares the files with the manifest.</summary>
    /// <returns>Those that are missing or different; none without a manifest.</returns>
    public IReadOnlyList<ManifestProblem> Problems() =>
        [
            .. Load()
            .Select(file => Problem(file.Key, file.Value) is { } message ? new ManifestProblem(file.Key, message) : null)
            .OfType<ManifestProblem>(),
        ];

    private static IEnumerable<string> Files(string folder) => RunFiles.List(folder).Where(RunFiles.IsRegular)
        .Concat(RunFiles.ListFolders(folder).Where(static inner => !RunDirectory.IsRun(inner)).SelectMany(Files));

    private static bool IsTemporary(string path)
        => Path.GetFileName(path) is var name && name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);

    private static ManifestEntry Measure(string path, bool isFixed)
    {
        using FileStream stream = RunFiles.OpenRead(path);
        return new ManifestEntry(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)), isFixed);
    }

    private static void RemoveGrowing(SortedDictionary<string, ManifestEntry> files)
    {
        foreach (string name in files.Where(static file => !file.Value.Fixed).Select(static file => file.Key).ToArray())
        {
            files.Remove(name);
        }
    }

    /// <summary>Reads, changes and writes the list while no other process does.</summary>
    private void Change(Action<SortedDictionary<string, ManifestEntry>> change)
    {
        using IDisposable claim = Claim();
        SortedDictionary<string, ManifestEntry> files = Load();
        change(files);
        (bool isSealed, string? run) = Owner();
        if (isSealed)
        {
            SealedJson.Write(FilePath, new Content(Version, run, files));
        }
        else
        {
            RunJson.Write(FilePath, new FormerContent(FormerVersion, files));
        }
    }

    /// <summary>Waits for the lock.</summary>
    private IDisposable Claim()
    {
        string path = Path.Combine(folder, LockName);
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (RunFiles.Door.Lock(path) is { } claim)
            {
                return claim;
            }

            if (Stopwatch.GetElapsedTime(started) > s_patience)
            {
                throw new IOException(
                    $"{FilePath} has been held by another process for {s_patience.TotalSeconds} s; wait for it, then do this again.");
            }

            Thread.Sleep(s_pause);
        }
    }

    private string? Problem(string name, ManifestEntry expected)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return $"{name} is missing; {Name} lists {expected.Bytes} bytes.";
        }

        ManifestEntry found;
        try
        {
            found = Measure(path, expected.Fixed);
        }
        catch (RefusedFileException refused)
        {
            return refused.Message;
        }

        return found.Bytes != expected.Bytes ? $"{name} has {found.Bytes} bytes; {Name} lists {expected.Bytes}."
            : found.Sha256 != expected.Sha256 ? $"{name} has SHA-256 {found.Sha256}; {Name} lists {expected.Sha256}."
            : null;
    }

    private bool IsBegun() => RunDirectory.IsRun(folder);

    private string NameOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private SortedDictionary<string, ManifestEntry> Load()
    {
        if (!Exists)
        {
            return Owner() is (true, { } run) && IsBegun()
                ? throw new InvalidDataException(
                    $"{FilePath} is missing, and every run of this layout has one ({run}): "
                    + "whether its files are those that it wrote cannot be checked. Restore it, or make the run again.")
                : new SortedDictionary<string, ManifestEntry>(StringComparer.Ordinal);
        }

        Content content = Read();
        if (content.Files is null || content.Files.Count > MostFiles)
        {
            throw new InvalidDataException($"{FilePath}: found {content.Files?.Count ?? 0} files; expected at most {MostFiles}.");
        }

        foreach ((string name, ManifestEntry? entry) in content.Files)
        {
            bool isInside = name.Length > 0
                && !Path.IsPathRooted(name)
                && !name.Contains('\\', StringComparison.Ordinal)
                && !name.Split('/').Any(static part => part is "" or "." or "..");
            if (!isInside
                || entry is null
                || entry.Bytes < 0
                || entry.Sha256 is not { Length: 2 * SHA256.HashSizeInBytes }
                || !MetricsReader.IsHash(entry.Sha256))
            {
                throw new InvalidDataException(
                    $"{FilePath}: the entry {JsonSerializer.Serialize(name)} is not valid; expected a file inside the run directory, "
                        + $"its length and its SHA-256.");
            }
        }

        return new SortedDictionary<string, ManifestEntry>(content.Files, StringComparer.Ordinal);
    }

    private Content Read()
    {
        (bool isSealed, string? run) = Owner();
        if (!isSealed)
        {
            FormerContent former = RunJson.Read<FormerContent>(FilePath);
            return former.Version == FormerVersion
                ? new Content(former.Version, null, former.Files)
                : throw new InvalidDataException($"{FilePath}: found version {former.Version}; expected version {FormerVersion}.");
        }

        (Content content, _) = SealedJson.Read<Content>(FilePath);
        if (content.Version != Version)
        {
            throw new InvalidDataException($"{FilePath}: found version {content.Version}; expected version {Version}.");
        }

        // While a run is being created, files are listed before its identity is known.
        return run is null || content.Run == run || (content.Run is null && !IsBegun())
            ? content
            : throw new InvalidDataException($"{FilePath} belongs to the run {content.Run}; expected {run}.");
    }

    private sealed record FormerContent(int Version, SortedDictionary<string, ManifestEntry> Files);

    private sealed record Content(int Version, string? Run, SortedDictionary<string, ManifestEntry> Files);
}
