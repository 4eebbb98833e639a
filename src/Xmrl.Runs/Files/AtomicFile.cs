namespace Xmrl.Runs.Files;

/// <summary>Writes files that a user named so that a reader, or a crash, sees the old content or the new one, never a part. Files of a
/// run are written with <see cref="RunFiles"/>.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a temporary file in the same folder, flushes it to the disk and renames it to <paramref name="path"/>.</summary>
    /// <param name="path">File to create or replace; its folder exists and may be reached through links.</param>
    /// <param name="write">Writes the content; what it throws leaves <paramref name="path"/> as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)
            ?? throw new ArgumentException($"path is {path}; expected a file, found a root folder.", nameof(path));
        RunFiles.Write(Path.Combine(RunFiles.Resolve(folder), Path.GetFileName(full)), write);
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
