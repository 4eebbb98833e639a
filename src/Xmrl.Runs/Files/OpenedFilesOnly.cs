using System.Runtime.InteropServices;

namespace Xmrl.Runs.Files;

/// <summary>While this lives, the process opens no file, so that a file that it reads cannot make it read others. Linux alone; elsewhere
/// nothing happens.</summary>
internal sealed partial class OpenedFilesOnly : IDisposable
{
    private const int OpenFiles = 7;

    // The limit that holds, and the one up to which it may be raised.
    private readonly ulong[] _former = new ulong[2];
    private readonly bool _isSet;

    /// <summary>Takes the right away; files that are open stay so.</summary>
    public OpenedFilesOnly()
        => _isSet = OperatingSystem.IsLinux() && GetLimit(OpenFiles, _former) == 0 && SetLimit(OpenFiles, [0, _former[1]]) == 0;

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (_isSet)
        {
            _ = SetLimit(OpenFiles, _former);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, [Out] ulong[] limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ulong[] limits);
}
