namespace Xmrl.Runs.Files;

/// <summary>The same with what .NET offers everywhere: links are looked for before a file is opened and again afterwards. A link that is
/// put in between and taken away again is not noticed, nor is a second name of a file.</summary>
internal sealed class PortableFileDoor : IFileDoor
{
    /// <inheritdoc/>
    public FileStream Read(string path) => Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public FileStream Write(string path, out long names)
    {
        names = 1;
        return Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <inheritdoc/>
    public FileStream? Create(string path)
    {
        RequireNoLink(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (IsThere(path))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Release(FileStream file)
    {
        // .NET has no call that gives a file up before it is closed.
    }

    /// <inheritdoc/>
    public IDisposable? Lock(string path)
    {
        RequireNoLink(path);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (IsThere(path) && !StorageFull.Caused(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool IsHeld(string path)
    {
        try
        {
            using FileStream probe = Read(path);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or RefusedFileException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        RequireNoLink(Path.GetDirectoryName(path)!);
        if (IsThere(path))
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void DeleteFolder(string path)
    {
        RequireNoLink(path);
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Rename(string path, string name)
    {
        RequireNoLink(Path.GetDirectoryName(path)!);
        string target = Path.Combine(Path.GetDirectoryName(path)!, name);
        if (Directory.Exists(path))
        {
            Directory.Move(path, target);
        }
        else
        {
            File.Move(path, target, overwrite: true);
        }
    }

    /// <inheritdoc/>
    public void CreateFolder(string path)
    {
        RequireNoLink(path);
        Directory.CreateDirectory(path);
        RequireNoLink(path);
    }

    /// <inheritdoc/>
    public bool HasFolder(string path)
    {
        RequireNoLink(path);
        return Directory.Exists(path);
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        RequireNoLink(path);
        if (Directory.Exists(path))
        {
            throw RefusedFileException.Folder(path);
        }

        var stream = new FileStream(path, mode, access, share);
        try
        {
            RequireNoLink(path);
            return stream.CanSeek ? stream : throw RefusedFileException.Special(path, "a pipe or a device");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void RequireNoLink(string path)
    {
        for (string? part = path; part is not null; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                throw RefusedFileException.Link(part);
            }
        }
    }
}
