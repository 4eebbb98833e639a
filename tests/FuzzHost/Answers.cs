using System.Text;
using Xmrl.MuJoCo;
using Xmrl.Training.Configuration;

namespace Xmrl.FuzzHost;

/// <summary>What a reader may answer: a value, or a sentence that names the file.</summary>
internal static class Answers
{
    /// <summary>Folder in memory that belongs to this process alone.</summary>
    private static readonly string s_folder = Directory.CreateDirectory(
        Path.Combine("/dev/shm", $"xmrl-fuzz-{Environment.ProcessId}")).FullName;

    /// <summary>Stores the bytes under a name, reads them, and lets a refusal pass that names the file or what is missing beside
    /// it.</summary>
    internal static void OfFile(string name, ReadOnlySpan<byte> bytes, Action<string> read)
    {
        string path = Path.Combine(s_folder, name);
        using (var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1))
        {
            stream.Write(bytes);
            stream.SetLength(bytes.Length);
        }

        try
        {
            read(path);
        }
        catch (InvalidDataException error)
        {
            RequireSentence(error.Message, s_folder);
        }
        catch (MuJoCoException error)
        {
            RequireSentence(error.Message, s_folder);
        }

        if (Directory.EnumerateFileSystemEntries(s_folder).Skip(1).Any())
        {
            throw new InvalidOperationException($"Reading {name} wrote another file.");
        }

        File.Delete(path);
    }

    /// <summary>Reads a text, and lets a documented refusal pass.</summary>
    internal static void OfText(string name, ReadOnlySpan<byte> bytes, Action<string> read)
    {
        try
        {
            read(Encoding.UTF8.GetString(bytes));
        }
        catch (ConfigurationException error)
        {
            RequireSentence(error.Message, name);
        }
    }

    /// <summary>Fails where a second reading of what was written from the first is something else.</summary>
    internal static void RequireEqual(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, string what)
    {
        if (!first.SequenceEqual(second))
        {
            throw new InvalidOperationException($"A second reading of {what} gives another content.");
        }
    }

    private static void RequireSentence(string message, string name)
    {
        if (!message.Contains(name, StringComparison.Ordinal) && !message.StartsWith("The report data", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A refusal that does not name {name}: {message}");
        }
    }
}
