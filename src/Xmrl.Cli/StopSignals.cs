using System.Runtime.InteropServices;

namespace Xmrl.Cli;

/// <summary>Ctrl-C, SIGTERM and SIGUSR1: the first asks the work to save and stop, the second ends the process at once. SIGUSR1 is what batch systems send before a job's time is up.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Numbers of SIGUSR1, for which .NET has no name.</summary>
    private const int LinuxUser1 = 10;
    private const int MacUser1 = 30;

    private readonly CancellationTokenSource _source = new();
    private readonly TextWriter _messages;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    internal StopSignals(TextWriter messages)
    {
        _messages = messages;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            .. OperatingSystem.IsWindows()
                ? Array.Empty<PosixSignalRegistration>()
                : [PosixSignalRegistration.Create((PosixSignal)(OperatingSystem.IsMacOS() ? MacUser1 : LinuxUser1), Stop)],
        ];
    }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            Environment.Exit(ExitCode.Cancelled);
        }

        _messages.WriteLine();
        _messages.WriteLine("Saving and stopping; once more ends at once, without saving.");
        _source.Cancel();
    }
}
