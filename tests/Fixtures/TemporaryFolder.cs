namespace Xmrl.Fixtures;

/// <summary>A folder of its own for one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("xmrl-test-").FullName;

    public string this[string name] => Path.Combine(FullPath, name);

    /// <summary>Replaces a file's content in place: thousands of times faster than emptying the file first, after which some file systems
    /// wait for the disk.</summary>
    public static void Overwrite(string path, byte[] bytes)
    {
        // A lock of one's own would outlive the stream where another test starts a program just now: the program holds it until it runs.
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        stream.Write(bytes);
        stream.SetLength(bytes.Length);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
