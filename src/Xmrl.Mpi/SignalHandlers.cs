using System.Runtime.InteropServices;

namespace Xmrl.Mpi;

/// <summary>Keeps the signal handlers of .NET, which turns a fault into a NullReferenceException and Ctrl-C into a request: communication
/// libraries (UCX, PSM) put their own in their place, which end the process with a backtrace.</summary>
internal static unsafe class SignalHandlers
{
    /// <summary>More than struct sigaction takes anywhere (152 bytes with glibc on x64).</summary>
    private const int StructBytes = 512;

    /// <summary>SIGHUP to SIGTERM but for SIGKILL (9): the same numbers on Linux and macOS, as far as they have a handler.</summary>
    private const int Last = 15;

    private const int Kill = 9;

    /// <summary>Does something, and puts all handlers back.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="action">Loads or starts a library.</param>
    public static T Keep<T>(Func<T> action)
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "sigaction", out nint function))
        {
            return action();
        }

        var exchange = (delegate* unmanaged[Cdecl]<int, byte*, byte*, int>)function;
        var handlers = new byte[(Last + 1) * StructBytes];
        fixed (byte* kept = handlers)
        {
            for (int signal = 1; signal <= Last; signal++)
            {
                _ = exchange(signal, null, kept + (signal * StructBytes));
            }
        }

        try
        {
            return action();
        }
        finally
        {
            fixed (byte* kept = handlers)
            {
                for (int signal = 1; signal <= Last; signal++)
                {
                    _ = signal == Kill ? 0 : exchange(signal, kept + (signal * StructBytes), null);
                }
            }
        }
    }
}
