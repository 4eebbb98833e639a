using System.Runtime.InteropServices;

namespace Xmrl.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the work to save and stop, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
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
