using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Xmrl.Runs.Files;

/// <summary>Opens each folder of a path from the one before it, never through a link, and then the file from its folder: what was opened
/// is what was checked, whatever is exchanged meanwhile.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2).</seealso>
internal sealed class LinuxFileDoor : IFileDoor
{
    private const uint FileMode = 0x1B6;
    private const uint FolderMode = 0x1FF;

    /// <summary>Whether the system has the calls.</summary>
    internal static bool IsAvailable()
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
        {
            return false;
        }

        try
        {
            using SafeFileHandle root = Handle(LibC.Open("/", LibC.PathOnly | LibC.FolderOnly | LibC.CloseOnExec, 0), "/");
            return LibC.StatusOf(root).Error == 0;
        }
        catch (Exception error) when (error is TypeLoadException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public FileStream Read(string path)
    {
        using SafeFileHandle folder = FolderOf(path);
        return new FileStream(OpenRegular(folder, path, LibC.ReadOnly, out _), FileAccess.Read);
    }

    /// <inheritdoc/>
    public FileStream Write(string path, out long names)
    {
        using SafeFileHandle folder = FolderOf(path);
        return new FileStream(OpenRegular(folder, path, LibC.ReadWrite | LibC.CreateFile, out names), FileAccess.ReadWrite);
    }

    /// <inheritdoc/>
    public FileStream? Create(string path)
    {
        using SafeFileHandle folder = FolderOf(path);
        int flags = LibC.ReadWrite | LibC.CreateFile | LibC.Exclusive | LibC.NoFollow | LibC.CloseOnExec;
        int file = LibC.OpenAt(folder, Name(path), flags, FileMode);
        if (file < 0 && Marshal.GetLastPInvokeError() == LibC.Exists)
        {
            return null;
        }

        SafeFileHandle handle = Handle(file, path);
        _ = LibC.Lock(handle, LibC.LockExclusive | LibC.LockNonBlocking);
        return new FileStream(handle, FileAccess.ReadWrite);
    }

    /// <inheritdoc/>
    public void Release(FileStream file) => _ = LibC.Lock(file.SafeFileHandle, LibC.Unlock);

    /// <inheritdoc/>
    public IDisposable? Lock(string path)
    {
        while (true)
        {
            using SafeFileHandle folder = FolderOf(path);
            SafeFileHandle file = OpenRegular(folder, path, LibC.ReadWrite | LibC.CreateFile, out _);
            if (LibC.Lock(file, LibC.LockExclusive | LibC.LockNonBlocking) != 0 && Marshal.GetLastPInvokeError() == LibC.WouldBlock)
            {
                file.Dispose();
                return null;
            }

            // Deleted between opening and locking: whoever comes next would make another one.
            if (LibC.StatusOf(file).Names > 0)
            {
                return new HeldFile(this, file, path);
            }

            file.Dispose();
        }
    }

    /// <inheritdoc/>
    public bool IsHeld(string path)
    {
        try
        {
            using SafeFileHandle folder = FolderOf(path);
            using SafeFileHandle file = OpenRegular(folder, path, LibC.ReadOnly, out _);
            return LibC.Lock(file, LibC.LockShared | LibC.LockNonBlocking) != 0 && Marshal.GetLastPInvokeError() == LibC.WouldBlock;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or RefusedFileException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Delete(string path) => Unlink(path, 0);

    /// <inheritdoc/>
    public void DeleteFolder(string path) => Unlink(path, LibC.RemoveFolder);

    /// <inheritdoc/>
    public void Rename(string path, string name)
    {
        using SafeFileHandle folder = FolderOf(path);
        if (LibC.RenameAt(folder, Name(path), folder, name) != 0)
        {
            throw Fault(Marshal.GetLastPInvokeError(), path);
        }
    }

    /// <inheritdoc/>
    public void CreateFolder(string path) => Walk(path, makes: true).Dispose();

    /// <inheritdoc/>
    public bool HasFolder(string path)
    {
        try
        {
            Walk(path, makes: false).Dispose();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static string Name(string path) => Path.GetFileName(path) is { Length: > 0 } name
        ? name
        : throw new ArgumentException($"path is {path}; expected a file.", nameof(path));

    private static SafeFileHandle FolderOf(string path) => Walk(Path.GetDirectoryName(path)!, makes: false);

    private static SafeFileHandle Walk(string folder, bool makes)
    {
        int flags = LibC.PathOnly | LibC.FolderOnly | LibC.NoFollow | LibC.CloseOnExec;
        SafeFileHandle at = Handle(LibC.Open("/", flags, 0), "/");
        int end = 0;
        foreach (string part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            end = folder.IndexOf(part, end, StringComparison.Ordinal) + part.Length;
            using SafeFileHandle above = at;
            int next = LibC.OpenAt(above, part, flags, 0);
            if (next < 0 && makes && Marshal.GetLastPInvokeError() == LibC.NoEntry)
            {
                // Another process may have been faster; what is there then is opened as anything else.
                if (LibC.MakeFolderAt(above, part, FolderMode) != 0 && Marshal.GetLastPInvokeError() is var error and not LibC.Exists)
                {
                    throw Fault(error, folder[..end]);
                }

                next = LibC.OpenAt(above, part, flags, 0);
            }

            at = next >= 0
                ? new SafeFileHandle(next, ownsHandle: true)
                : throw FolderFault(Marshal.GetLastPInvokeError(), above, part, folder[..end]);
        }

        return at;
    }

    private static SafeFileHandle OpenRegular(SafeFileHandle folder, string path, int access, out long names)
    {
        // Without blocking, so that a pipe without a writer does not hang; what it is, is asked of the open file.
        int flags = access | LibC.NoFollow | LibC.NonBlocking | LibC.NoTerminal | LibC.CloseOnExec;
        int file;
        do
        {
            file = LibC.OpenAt(folder, Name(path), flags, FileMode);
        }
        while (file < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        if (file < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw error is LibC.TooManyLinks ? RefusedFileException.Link(path)
                : error is LibC.IsAFolder ? RefusedFileException.Folder(path)
                : error is LibC.NoDevice ? RefusedFileException.Special(path, LibC.StatusOf(folder, Name(path)).Kind)
                : Fault(error, path);
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        FileStatus status = LibC.StatusOf(handle);
        if (status.Error != 0 || !status.IsRegular)
        {
            handle.Dispose();
            throw status.Error != 0 ? Fault(status.Error, path) : RefusedFileException.Special(path, status.Kind);
        }

        LibC.MakeBlocking(handle, access & LibC.ReadWrite);
        names = status.Names;
        return handle;
    }

    private static void Unlink(string path, int flags)
    {
        SafeFileHandle folder;
        try
        {
            folder = FolderOf(path);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        using (folder)
        {
            if (LibC.UnlinkAt(folder, Name(path), flags) != 0 && Marshal.GetLastPInvokeError() is var error and not LibC.NoEntry)
            {
                throw error == LibC.IsAFolder ? RefusedFileException.Folder(path) : Fault(error, path);
            }
        }
    }

    private static Exception FolderFault(int error, SafeFileHandle above, string part, string path) =>
        error is LibC.NotAFolder or LibC.TooManyLinks && LibC.StatusOf(above, part).IsLink ? RefusedFileException.Link(path)
        : error is LibC.NoEntry ? new DirectoryNotFoundException($"There is no folder {path}.")
        : error is LibC.NotAFolder ? new DirectoryNotFoundException($"{path} is not a folder.")
        : Fault(error, path);

    private static SafeFileHandle Handle(int file, string path) => file >= 0
        ? new SafeFileHandle(file, ownsHandle: true)
        : throw Fault(Marshal.GetLastPInvokeError(), path);

    private static Exception Fault(int error, string path) => error switch
    {
        LibC.NoEntry => new FileNotFoundException($"There is no file {path}.", path),
        LibC.AccessDenied or LibC.NotPermitted => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        _ => new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}.", error),
    };

    private sealed class HeldFile(LinuxFileDoor door, SafeFileHandle file, string path) : IDisposable
    {
        public void Dispose()
        {
            if (file.IsClosed)
            {
                return;
            }

            try
            {
                door.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A file that stays is not held by anybody, and the next process takes it.
            }

            file.Dispose();
        }
    }
}
