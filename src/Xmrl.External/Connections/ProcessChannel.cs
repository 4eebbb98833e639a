using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Xmrl.External.Connections;

/// <summary>A child process: requests go to its standard input, answers come from its standard output. It sees the end of its input when
/// this process ends in any way.</summary>
internal sealed class ProcessChannel : Channel
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ErrorTail _errors;

    /// <summary>Starts the program.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <exception cref="ExternalEnvironmentException">It cannot be started.</exception>
    public ProcessChannel(ImmutableArray<string> command, string folder)
    {
        Name = string.Join(' ', command);

        // A program that holds a slash is meant from its folder, as a shell means it.
        ProcessStartInfo start = new(command[0].Contains('/') ? Path.GetFullPath(command[0], Path.GetFullPath(folder)) : command[0])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in command.AsSpan()[1..])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new ExternalEnvironmentException($"The environment's program '{Name}' cannot be started: {error.Message}.", error);
        }

        _errors = new ErrorTail(_process.StandardError.BaseStream);
    }

    /// <inheritdoc/>
    public override Stream Output => _process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public override Stream Input => _process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Number of the process.</summary>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public override void Break()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or is ending.
        }
    }

    /// <inheritdoc/>
    public override string Ending()
        => _process.WaitForExit(s_patience) ? $"ended with exit code {_process.ExitCode}" : "closed its standard output and still runs";

    /// <inheritdoc/>
    public override string LastLines() => _errors.Text(_process.HasExited ? s_patience : TimeSpan.Zero);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The end of its input tells the program to end.
        try
        {
            _process.StandardInput.BaseStream.Dispose();
        }
        catch (IOException)
        {
            // It no longer reads.
        }

        if (!_process.WaitForExit(s_patience))
        {
            Break();
            _ = _process.WaitForExit(s_patience);
        }

        _process.Dispose();
    }
}
