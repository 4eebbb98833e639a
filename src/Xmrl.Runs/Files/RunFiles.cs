using System.Text;

namespace Xmrl.Runs.Files;

/// <summary>The one way to the files of a run. No part of a path may be a link, so nothing outside a run's folder is read, written or
/// deleted through what the folder holds; only regular files are opened.</summary>
/// <remarks>The folder that a user names may be reached through links: <see cref="Resolve"/> follows them once, before anything in it is
/// opened. On Linux a path is opened folder by folder, so that nothing
/// can be exchanged between check and use; elsewhere links are looked for before and after. Docs/run-record.md says what is
/// promised.</remarks>
internal static class RunFiles
{
    /// <summary>Largest text that is read at once, in bytes.</summary>
    public const long TextLimit = 1L << 24;

    private const string TemporarySuffix = ".tmp";
    private const int MostLinks = 40;

    internal static IFileDoor Door { get; } = LinuxFileDoor.IsAvailable() ? new LinuxFileDoor() : new PortableFileDoor();

    /// <summary>The path of a folder or file without links, as far as it exists.</summary>
    /// <param name="path">What a user named.</param>
    /// <returns>Absolute path, without a separator at its end.</returns>
    /// <exception cref="IOException">Its links lead to each other.</exception>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string done = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(Parts(full, done).Reverse());
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            string next = Path.Combine(done, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path} leads through more than {MostLinks} links.");
            }

            string leads = Path.GetFullPath(Path.Combine(done, target));
            done = Path.GetPathRoot(leads)!;
            foreach (string inner in Parts(leads, done).Reverse())
            {
                rest.Push(inner);
            }
        }

        return done;
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It is a link, below one, or no regular file.</exception>
    /// <exception cref="InvalidDataException">It is larger.</exception>
    public static FileStream OpenRead(string path, long limit = long.MaxValue)
    {
        FileStream stream = Door.Read(Path.GetFullPath(path));
        if (stream.Length <= limit)
        {
            return stream;
        }

        long length = stream.Length;
        stream.Dispose();
        throw new InvalidDataException($"{path} has {length} bytes; expected at most {limit}.");
    }

    /// <summary>Reads a text, UTF-8.</summary>
    /// <param name="path">The file, of at most <see cref="TextLimit"/> bytes.</param>
    public static string ReadText(string path)
    {
        using FileStream stream = OpenRead(path, TextLimit);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Opens a file for reading and writing, made where it is missing; nothing in it changes. A file that has other names (hard
    /// links) is first replaced by a copy, so that what has the other name stays as it is.</summary>
    /// <param name="path">The file.</param>
    public static FileStream OpenWrite(string path)
    {
        string full = Path.GetFullPath(path);
        FileStream stream = Door.Write(full, out long names);
        while (names > 1)
        {
            stream.Dispose();
            Copy(full, full);
            stream = Door.Write(full, out names);
        }

        return stream;
    }

    /// <summary>Appends a line and flushes it.</summary>
    /// <param name="path">The file; made where it is missing.</param>
    /// <param name="line">The line, without its end.</param>
    public static void AppendLine(string path, string line)
    {
        using FileStream stream = OpenWrite(path);
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>Makes an empty file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>False where there is something of that name.</returns>
    public static bool TryClaim(string path)
    {
        using FileStream? stream = Door.Create(Path.GetFullPath(path));
        return stream is not null;
    }

    /// <summary>Writes a file so that a reader, or a crash, sees the old content or the new one, never a part. What has the name is
    /// replaced, itself where it is a link.</summary>
    /// <param name="path">File to create or replace; its folder exists.</param>
    /// <param name="write">Writes the content; what it throws leaves <paramref name="path"/> as it was.</param>
    public static void Write(string path, Action<Stream> write) => Write(path, write, isDurable: true);

    /// <summary>As <see cref="Write(string, Action{Stream})"/>, without waiting until the content is on the disk: for files that lose
    /// nothing of worth in a crash of the machine.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="write">Writes the content.</param>
    internal static void Replace(string path, Action<Stream> write) => Write(path, write, isDurable: false);

    private static void Write(string path, Action<Stream> write, bool isDurable)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string name = Path.GetFileName(full);
        string folder = Path.GetDirectoryName(full)
            ?? throw new ArgumentException($"path is {path}; expected a file, found a root folder.", nameof(path));
        string temporary = Path.Combine(folder, $".{name}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}{TemporarySuffix}");
        bool renamed = false;
        try
        {
            using (FileStream stream = CreateAnew(temporary))
            {
                write(stream);
                stream.Flush(isDurable);
                Door.Release(stream);
            }

            Door.Rename(temporary, name);
            renamed = true;
        }
        finally
        {
            if (!renamed)
            {
                Door.Delete(temporary);
            }
        }
    }

    /// <summary>As <see cref="Write(string, Action{Stream})"/>, for text; UTF-8 without a byte-order mark.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Copies a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">File to create or replace.</param>
    public static void Copy(string source, string target)
    {
        using FileStream from = OpenRead(source);
        Write(target, from.CopyTo);
    }

    /// <summary>Deletes a file, or a link itself; nothing where there is none.</summary>
    /// <param name="path">The file.</param>
    public static void Delete(string path) => Door.Delete(Path.GetFullPath(path));

    /// <summary>Makes a folder, with those above it that are missing.</summary>
    /// <param name="path">The folder.</param>
    public static void CreateFolder(string path) => Door.CreateFolder(Path.GetFullPath(path));

    /// <summary>Keeps a damaged file under another name beside itself.</summary>
    /// <param name="path">The file, which stays.</param>
    /// <returns>Name of the copy: name.damaged-1, or the next number that is free.</returns>
    public static string KeepDamaged(string path)
    {
        string kept = FreeName.First(number => $"{path}.damaged-{number}");
        Copy(path, kept);
        return Path.GetFileName(kept);
    }

    /// <summary>The files of a folder, without those of the folders in it. Links and pipes are among them, which are refused when they
    /// are opened.</summary>
    /// <param name="folder">The folder; none where it is missing.</param>
    /// <param name="pattern">What their names look like, with * for any characters.</param>
    /// <returns>Paths in no particular order.</returns>
    /// <exception cref="IOException">The folder is a link.</exception>
    public static IReadOnlyList<string> List(string folder, string pattern = "*") =>
        Door.HasFolder(Path.GetFullPath(folder)) ? Directory.GetFiles(folder, pattern) : [];

    /// <summary>The folders of a folder; links to folders are left out.</summary>
    /// <param name="folder">The folder; none where it is missing.</param>
    /// <returns>Paths in no particular order.</returns>
    /// <exception cref="IOException">The folder is a link.</exception>
    public static IReadOnlyList<string> ListFolders(string folder) =>
        Door.HasFolder(Path.GetFullPath(folder))
            ? Directory.GetDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint })
            : [];

    /// <summary>Length of a file, in bytes.</summary>
    internal static long LengthOf(string path)
    {
        using FileStream stream = OpenRead(path);
        return stream.Length;
    }

    /// <summary>Whether something is a regular file, itself: no link, pipe or device.</summary>
    /// <param name="path">What a list named.</param>
    internal static bool IsRegular(string path)
    {
        try
        {
            Door.Read(Path.GetFullPath(path)).Dispose();
            return true;
        }
        catch (Exception error) when (error is RefusedFileException or FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a folder is missing or has nothing in it.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsEmpty(string folder) =>
        !Door.HasFolder(Path.GetFullPath(folder)) || !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Deletes what processes that were killed while they wrote have left in a folder.</summary>
    /// <param name="folder">A folder into which nobody writes at this moment.</param>
    /// <returns>How many files were deleted.</returns>
    public static int DeleteLeftovers(string folder)
    {
        IReadOnlyList<string> leftovers = List(folder, $".*{TemporarySuffix}");
        foreach (string leftover in leftovers)
        {
            Delete(leftover);
        }

        return leftovers.Count;
    }

    /// <summary>Deletes a folder with all that is in it; links are deleted themselves.</summary>
    internal static void DeleteTree(string folder)
    {
        foreach (string inner in ListFolders(folder))
        {
            DeleteTree(inner);
        }

        foreach (string entry in Directory.GetFileSystemEntries(folder))
        {
            Delete(entry);
        }

        Door.DeleteFolder(Path.GetFullPath(folder));
    }

    private static FileStream CreateAnew(string path)
    {
        // A process of the same number that was killed may have left one.
        if (Door.Create(path) is { } stream)
        {
            return stream;
        }

        Door.Delete(path);
        return Door.Create(path) ?? throw new IOException($"{path} was made by another process just now.");
    }

    private static string[] Parts(string full, string root) =>
        full[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
