using System.Runtime.InteropServices;

namespace Xmrl.Cli;

/// <summary>Ctrl-C, SIGTERM, SIGHUP and SIGUSR1 ask the work to save and stop; a Ctrl-C that comes later ends the process at
/// once.</summary>
/// <remarks>
/// SIGUSR1 is what batch systems send before a job's time is up. <c>timeout</c>, <c>mpirun</c> and batch systems send one stop several
/// times: to the process and to its group, or to the launcher
/// and to all ranks. So signals within <see cref="SameStop"/> of the first are one stop, and only Ctrl-C, which a person repeats, ever ends
/// the process without saving.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Time within which signals are copies of one stop.</summary>
    internal static readonly TimeSpan SameStop = TimeSpan.FromSeconds(1);

    /// <summary>How long a message may keep the stop waiting: its reader may have stalled.</summary>
    private static readonly TimeSpan s_messagePatience = TimeSpan.FromMilliseconds(300);

    /// <summary>Numbers of SIGUSR1, for which .NET has no name.</summary>
    private const int LinuxUser1 = 10;
    private const int MacUser1 = 30;

    private const string Message = "Saving and stopping; another Ctrl-C, after a second, ends at once, without saving.";

    private readonly CancellationTokenSource _source = new();
    private readonly MessageWriter _messages;
    private readonly TimeProvider _time;
    private readonly Action<int> _end;
    private readonly TimeSpan _patience;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _lock = new();
    private long? _began;

    /// <summary>Listens from now on.</summary>
    /// <param name="messages">Told of the stop.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <param name="end">Ends the process with an exit code; <see cref="Environment.Exit"/> if left out.</param>
    /// <param name="patience">How long the message may keep the stop waiting; 0.3 s if left out.</param>
    internal StopSignals(MessageWriter messages, TimeProvider? time = null, Action<int>? end = null, TimeSpan? patience = null)
    {
        _messages = messages;
        _time = time ?? TimeProvider.System;
        _end = end ?? Environment.Exit;
        _patience = patience ?? s_messagePatience;
        _registrations = new PosixSignalRegistration[OperatingSystem.IsWindows() ? 3 : 4];
        _registrations[0] = Listen(PosixSignal.SIGINT);
        _registrations[1] = Listen(PosixSignal.SIGTERM);
        _registrations[2] = Listen(PosixSignal.SIGHUP);
        if (_registrations.Length > 3)
        {
            _registrations[3] = Listen((PosixSignal)(OperatingSystem.IsMacOS() ? MacUser1 : LinuxUser1));
        }
    }

    internal CancellationToken Token => _source.Token;

    private PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Receive(signal);
    });

    /// <summary>What a signal does.</summary>
    internal void Receive(PosixSignal signal)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_began is { } began)
            {
                if (signal == PosixSignal.SIGINT && _time.GetElapsedTime(began, now) >= SameStop)
                {
                    _end(ExitCode.Cancelled);
                }

                return;
            }

            _began = now;
        }

        // The message comes first, so that it stands before what the work says when it has stopped; on a thread of its own, as training
        // may hold all threads of the pool.
        _ = Task.Factory
            .StartNew(
                () => _messages.WriteLine($"{Environment.NewLine}{Message}"),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)
            .Wait(_patience);
        _source.Cancel();
    }

    /// <summary>Stops listening, unless a stop began: copies of its signal may come until the process has ended, and SIGUSR1 or SIGHUP
    /// without a listener would end the process with another exit code.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_began is not null)
            {
                return;
            }
        }

        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
