using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <summary>manifest.json: length and SHA-256 of the files of a run, so that a damaged or exchanged one is noticed.</summary>
/// <remarks>Files that are written once are listed as soon as they are there; the others (metrics, checkpoints, report) when the run ends, and are taken off when it goes on.
/// A run of the first layout has no manifest, and nothing is asked of its files.</remarks>
/// <param name="folder">The run directory.</param>
public sealed class RunManifest(string folder)
{
    /// <summary>Name of the file.</summary>
    public const string Name = "manifest.json";

    private const int Version = 1;
    private const int MostFiles = 1_000_000;

    private static readonly string[] s_unlisted = [Name, "state.json", RunDirectory.LockName, RunDirectory.StartingName];

    /// <summary>Whether the run has one.</summary>
    public bool Exists => File.Exists(FilePath);

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>The files by name, with forward slashes; empty if there is no manifest.</summary>
    /// <exception cref="InvalidDataException">The manifest is not valid, or names a file outside the run directory.</exception>
    public IReadOnlyDictionary<string, ManifestEntry> Entries => Load();

    /// <summary>Lists files that the run will not write again.</summary>
    /// <param name="paths">Files in the run directory, all of which exist.</param>
    public void Seal(params IReadOnlyList<string> paths)
    {
        SortedDictionary<string, ManifestEntry> files = Load();
        foreach (string path in paths)
        {
            files[NameOf(path)] = Measure(path, isFixed: true);
        }

        Save(files);
    }

    /// <summary>Lists every file of the run, when it has ended; runs inside it have manifests of their own.</summary>
    public void SealAll()
    {
        // A fixed file keeps its entry, also where it is gone: what happened to it since must not become right.
        SortedDictionary<string, ManifestEntry> files = Fixed();
        foreach (string path in Files(folder))
        {
            string name = NameOf(path);
            if (!s_unlisted.Contains(name) && !IsTemporary(path) && !files.ContainsKey(name))
            {
                files[name] = Measure(path, isFixed: false);
            }
        }

        Save(files);
    }

    /// <summary>Takes off the files that the run will write again.</summary>
    public void KeepFixed()
    {
        if (Exists)
        {
            Save(Fixed());
        }
    }

    /// <summary>Whether a file is there and, if it is listed, as listed. Files appear in one step, so one that is not listed yet is whole.</summary>
    /// <param name="path">A file in the run directory.</param>
    public bool IsWhole(string path) => File.Exists(path) && (!Load().TryGetValue(NameOf(path), out ManifestEntry? entry) || Problem(NameOf(path), entry) is null);

    /// <summary>Compares the files with the manifest.</summary>
    /// <returns>Those that are missing or different; none without a manifest.</returns>
    public IReadOnlyList<ManifestProblem> Problems() =>
        [.. Load().Select(file => Problem(file.Key, file.Value) is { } message ? new ManifestProblem(file.Key, message) : null).OfType<ManifestProblem>()];

    private static IEnumerable<string> Files(string folder) => RunFiles.List(folder).Where(RunFiles.IsRegular)
        .Concat(RunFiles.ListFolders(folder).Where(static inner => !RunDirectory.IsRun(inner)).SelectMany(Files));

    private static bool IsTemporary(string path) => Path.GetFileName(path) is var name && name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);

    private static ManifestEntry Measure(string path, bool isFixed)
    {
        using FileStream stream = RunFiles.OpenRead(path);
        return new ManifestEntry(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)), isFixed);
    }

    private SortedDictionary<string, ManifestEntry> Fixed() => new(Load().Where(static file => file.Value.Fixed).ToDictionary(), StringComparer.Ordinal);

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

    private string NameOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private SortedDictionary<string, ManifestEntry> Load()
    {
        if (!Exists)
        {
            return new SortedDictionary<string, ManifestEntry>(StringComparer.Ordinal);
        }

        Content content = RunJson.Read<Content>(FilePath);
        if (content.Version != Version || content.Files is null || content.Files.Count > MostFiles)
        {
            throw new InvalidDataException($"{FilePath}: found version {content.Version} with {content.Files?.Count ?? 0} files; expected version {Version} with at most {MostFiles}.");
        }

        foreach ((string name, ManifestEntry? entry) in content.Files)
        {
            bool isInside = name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains('\\', StringComparison.Ordinal) && !name.Split('/').Any(static part => part is "" or "." or "..");
            if (!isInside || entry is null || entry.Bytes < 0 || entry.Sha256 is not { Length: 2 * SHA256.HashSizeInBytes } || !MetricsReader.IsHash(entry.Sha256))
            {
                throw new InvalidDataException($"{FilePath}: the entry {JsonSerializer.Serialize(name)} is not valid; expected a file inside the run directory, its length and its SHA-256.");
            }
        }

        return new SortedDictionary<string, ManifestEntry>(content.Files, StringComparer.Ordinal);
    }

    private void Save(SortedDictionary<string, ManifestEntry> files) => RunJson.Write(FilePath, new Content(Version, files));

    private sealed record Content(int Version, SortedDictionary<string, ManifestEntry> Files);
}
