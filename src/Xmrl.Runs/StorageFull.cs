namespace Xmrl.Runs;

/// <summary>Tells a full disk from other failures of writing.</summary>
internal static class StorageFull
{
    // errno of Linux and macOS, and the result codes of Windows.
    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether nothing could be written for want of room: the disk, the user's quota or the process's limit of file
    /// sizes.</summary>
    /// <param name="error">What writing threw.</param>
    /// <returns>True if making room would help.</returns>
    public static bool Caused(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.HResult is WindowsDiskFull or WindowsHandleDiskFull
            || (!OperatingSystem.IsWindows() && error.HResult is NoSpace or FileTooLarge)
            || (OperatingSystem.IsLinux() && error.HResult == LinuxQuota)
            || (OperatingSystem.IsMacOS() && error.HResult == MacQuota);
    }
}
