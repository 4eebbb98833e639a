using System.IO.Compression;
using System.IO.Hashing;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Hosting;

/// <summary>The files of a run as this process sees them. Rank 0 works in the user's folders. Every other process works in copies below a
/// temporary folder of its own, deleted at the end: only rank 0 writes a record, all read the same bytes, and no file system needs to be
/// shared.</summary>
/// <remarks>Every process makes the same calls in the same order.</remarks>
/// <param name="processes">The processes.</param>
internal sealed class RankFiles(ICollective processes) : IDisposable
{
    /// <summary>What others do not need: the report page is large and made by rank 0, the rest belongs to the process that has it
    /// open.</summary>
    private static readonly string[] s_left = [".html", ".tmp", ".lock"];

    private DirectoryInfo? _own;
    private int _copies;

    /// <summary>A run directory that exists, with its content at this moment.</summary>
    /// <param name="folder">Its path on rank 0.</param>
    /// <returns>Its path for this process.</returns>
    /// <exception cref="IOException">It cannot be read, arrived damaged, or this process cannot write its copy.</exception>
    public string Existing(string folder)
    {
        if (processes.Size == 1)
        {
            return folder;
        }

        return Copy(folder, Directory.Exists, out _);
    }

    /// <summary>A run directory, if that is what a word names.</summary>
    /// <param name="word">Perhaps its path on rank 0.</param>
    /// <returns>Its path for this process; null, on all processes, where rank 0 sees no run there.</returns>
    /// <exception cref="IOException">It cannot be read, or this process cannot write its copy.</exception>
    public string? RunOrNull(string word)
    {
        if (processes.Size == 1)
        {
            return RunDirectory.IsRun(word) ? word : null;
        }

        string path = Copy(word, RunDirectory.IsRun, out bool exists);
        return exists ? path : null;
    }

    /// <summary>A run directory that will be made.</summary>
    /// <param name="folder">Its path on rank 0.</param>
    /// <returns>Its path for this process.</returns>
    public string New(string folder) => processes.Rank == 0 ? folder : NextCopy();

    /// <summary>A text file that exists.</summary>
    /// <param name="file">Its path on rank 0.</param>
    /// <returns>Its path for this process.</returns>
    /// <exception cref="IOException">It cannot be read, or this process cannot write its copy.</exception>
    public string TextFile(string file)
    {
        if (processes.Size == 1)
        {
            return file;
        }

        byte[] content = processes.ShareBytes(() => Directory.Exists(file)
            ? throw new IOException($"{file} is a folder; expected a file.")
            : File.ReadAllBytes(file))!;
        if (processes.Rank == 0)
        {
            return file;
        }

        string folder = NextCopy();
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, Path.GetFileName(file));
        File.WriteAllBytes(copy, content);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_own?.Exists == true)
        {
            _own.Delete(recursive: true);
        }
    }

    private string Copy(string folder, Func<string, bool> exists, out bool found)
    {
        byte[]? packed = processes.ShareBytes(() => exists(folder) ? Pack(folder) : null);
        found = packed is not null;
        if (processes.Rank == 0)
        {
            return folder;
        }

        // A folder that rank 0 does not have must be missing here too.
        string copy = NextCopy();
        if (packed is not null)
        {
            using var stream = new MemoryStream(packed);
            Unpack(stream, copy);
        }

        return copy;
    }

    private static byte[] Pack(string folder)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            folder = RunFiles.Resolve(folder);
            foreach (string file in FilesOf(folder).Order(StringComparer.Ordinal))
            {
                if (!s_left.Contains(Path.GetExtension(file)))
                {
                    using FileStream from = RunFiles.OpenRead(file);
                    using Stream to = archive.CreateEntry(Path.GetRelativePath(folder, file), CompressionLevel.Fastest).Open();
                    from.CopyTo(to);
                }
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        RunFiles.List(folder).Concat(RunFiles.ListFolders(folder).SelectMany(FilesOf));

    /// <summary>Unpacks and compares every file with its checksum, which the framework reads and leaves alone.</summary>
    private static void Unpack(MemoryStream packed, string folder)
    {
        using var archive = new ZipArchive(packed);
        archive.ExtractToDirectory(folder);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            uint crc = Crc32.HashToUInt32(File.ReadAllBytes(Path.Combine(folder, entry.FullName)));
            if (crc != entry.Crc32)
            {
                throw new IOException($"{entry.FullName} arrived damaged: its CRC-32 is {crc:x8}; {entry.Crc32:x8} was sent.");
            }
        }
    }

    private string NextCopy()
    {
        _own ??= Directory.CreateTempSubdirectory("xmrl-rank-");
        return Path.Combine(_own.FullName, $"{++_copies}");
    }
}
