namespace Xmrl.Runs;

/// <summary>Writes files so that a reader, or a crash, sees the old content or the new one, never a part.</summary>
public static class AtomicFile
{
    /// <summary>Writes a temporary file in the same folder, flushes it to the disk and renames it to <paramref name="path"/>.</summary>
    /// <param name="path">File to create or replace; its folder exists.</param>
    /// <param name="write">Writes the content; what it throws leaves <paramref name="path"/> as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(
            Path.GetDirectoryName(full) ?? throw new ArgumentException($"path is {path}; expected a file, found a root folder.", nameof(path)),
            $".{Path.GetFileName(full)}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        bool renamed = false;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
            renamed = true;
        }
        finally
        {
            if (!renamed)
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Deletes what processes that were killed while they wrote have left in a folder.</summary>
    /// <param name="folder">A folder into which nobody writes at this moment.</param>
    /// <returns>How many files were deleted.</returns>
    public static int DeleteLeftovers(string folder)
    {
        string[] leftovers = Directory.Exists(folder) ? Directory.GetFiles(folder, ".*.tmp") : [];
        foreach (string leftover in leftovers)
        {
            File.Delete(leftover);
        }

        return leftovers.Length;
    }

    /// <summary>As <see cref="Write"/>, for text; UTF-8 without a byte-order mark.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
