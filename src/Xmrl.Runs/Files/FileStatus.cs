namespace Xmrl.Runs.Files;

/// <summary>What an entry of a folder is.</summary>
/// <param name="Mode">Kind and permissions, as in st_mode; 0 where there is none.</param>
/// <param name="Names">Number of names (hard links).</param>
/// <param name="Error">Number of the error; 0 for none.</param>
internal readonly record struct FileStatus(int Mode, long Names, int Error)
{
    private const int KindMask = 0xF000;

    internal bool IsRegular => (Mode & KindMask) == 0x8000;

    internal bool IsLink => (Mode & KindMask) == 0xA000;

    /// <summary>The kind in words.</summary>
    internal string Kind => (Mode & KindMask) switch
    {
        0x1000 => "a pipe",
        0x2000 => "a device",
        0x4000 => "a folder",
        0x6000 => "a device",
        0x8000 => "a regular file",
        0xA000 => "a link",
        0xC000 => "a socket",
        _ => "of an unknown kind",
    };
}
