using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Xmrl.Runs.Files;

/// <summary>The calls of Linux that open and change files relative to an open folder.</summary>
internal static partial class LibC
{
    internal const int ReadOnly = 0;
    internal const int ReadWrite = 2;
    internal const int CreateFile = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NoTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;

    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int NoDevice = 6;
    internal const int WouldBlock = 11;
    internal const int AccessDenied = 13;
    internal const int Exists = 17;
    internal const int NotAFolder = 20;
    internal const int IsAFolder = 21;
    internal const int NoSuchCall = 38;
    internal const int TooManyLinks = 40;

    internal const int RemoveFolder = 0x200;
    internal const int LockShared = 1;
    internal const int LockExclusive = 2;
    internal const int LockNonBlocking = 4;
    internal const int Unlock = 8;

    private const int EmptyPath = 0x1000;
    private const int NoFollowStatus = 0x100;
    private const uint BasicStatus = 0x7ff;
    private const int SetFlags = 4;

    // ARM and POWER number these two differently from all others.
    private static readonly bool s_isOther =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.Ppc64le;

    internal static int FolderOnly => s_isOther ? 0x4000 : 0x10000;

    internal static int NoFollow => s_isOther ? 0x8000 : 0x20000;

    /// <summary>Kind and names of what a handle is open to.</summary>
    internal static FileStatus StatusOf(SafeFileHandle file) => Status(file, "", EmptyPath);

    /// <summary>Kind and names of an entry of a folder, itself where it is a link.</summary>
    internal static FileStatus StatusOf(SafeFileHandle folder, string name) => Status(folder, name, NoFollowStatus);

    /// <summary>Makes reads and writes wait again, after opening did not.</summary>
    internal static void MakeBlocking(SafeFileHandle file, int flags) => Control(file, SetFlags, flags);

    private static FileStatus Status(SafeFileHandle at, string name, int flags)
    {
        // The layout of struct statx is the same on every processor: names at byte 16, mode at byte 28.
        const int Size = 256;
        const int NamesAt = 16;
        const int ModeAt = 28;
        byte[] buffer = new byte[Size];
        return Status(at, name, flags, BasicStatus, buffer) == 0
            ? new FileStatus(BitConverter.ToUInt16(buffer, ModeAt), BitConverter.ToUInt32(buffer, NamesAt), 0)
            : new FileStatus(0, 0, Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenAt(SafeFileHandle folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFolderAt(SafeFileHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int UnlinkAt(SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RenameAt(SafeFileHandle folder, string name, SafeFileHandle newFolder, string newName);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(SafeFileHandle at, string name, int flags, uint mask, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
