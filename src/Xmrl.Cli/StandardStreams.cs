using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Xmrl.Cli;

/// <summary>Output and error stream as whoever started this process gave them, or a stand-in for one that is closed.</summary>
/// <remarks>A descriptor that is closed at the start (<c>2&gt;&amp;-</c>, daemons) is given to the next file that the process opens:
/// messages would then go into a checkpoint or into the runtime's own memory.</remarks>
internal static class StandardStreams
{
    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Files in the place of closed descriptors, by descriptor, open as long as the process lives.</summary>
    private static readonly SafeFileHandle?[] s_placeholders = new SafeFileHandle?[ErrorDescriptor + 1];

    /// <summary>Looks at both streams, before anything else opens a file, and keeps closed descriptors from being given to other
    /// files.</summary>
    /// <returns>Whether each can be used.</returns>
    internal static (bool Output, bool Error) Secure()
    {
        if (OperatingSystem.IsWindows())
        {
            return (true, true);
        }

        (bool Output, bool Error) given = (IsInherited(OutputDescriptor), IsInherited(ErrorDescriptor));
        for (int free = 0; free <= ErrorDescriptor;)
        {
            // The lowest free descriptor is taken; read-only, so that writing to it fails.
            SafeFileHandle placeholder = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            free = (int)placeholder.DangerousGetHandle();
            if (free <= ErrorDescriptor)
            {
                s_placeholders[free] = placeholder;
            }
            else
            {
                placeholder.Dispose();
            }
        }

        return given;
    }

    /// <summary>Whether an exception says that a stream could not be written to.</summary>
    internal static bool IsFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;

    /// <summary>Why a stream could not be written to, in words without a full stop. A closed descriptor is reported by .NET as a path
    /// without access.</summary>
    internal static string Reason(Exception error) =>
        error is IOException ? error.Message.TrimEnd('.') : "it is closed, or open for reading only";

    /// <summary>Whether a descriptor came from whoever started this process: none that closes at the start of a program can have, and the
    /// runtime opens all of its own so.</summary>
    private static bool IsInherited(int descriptor) =>
        DescriptorFlags(descriptor, GetFlags) is var flags and >= 0 && (flags & CloseOnExec) == 0;

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DescriptorFlags(int descriptor, int command);
}
