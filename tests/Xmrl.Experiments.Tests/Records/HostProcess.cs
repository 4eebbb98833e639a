using System.Collections.Concurrent;
using System.Diagnostics;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>The program RunHost as its own process, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    /// <summary>A host works for a few seconds; this only ends one that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly Task<string> _errors;

    /// <summary>Starts the program in other surroundings than those of the test: in another folder, with other variables.</summary>
    /// <param name="mode">What it does.</param>
    /// <param name="folder">Where.</param>
    /// <param name="variables">Environment variables.</param>
    internal HostProcess(string mode, string folder, IReadOnlyDictionary<string, string> variables)
        : this(mode, folder, start =>
        {
            start.WorkingDirectory = Path.GetTempPath();
            foreach ((string name, string value) in variables)
            {
                start.Environment[name] = value;
            }
        })
    {
    }

    /// <summary>Starts the program.</summary>
    /// <param name="mode">What it does.</param>
    /// <param name="folder">Where.</param>
    /// <param name="compilesOnce">Whether methods are compiled in full at once: compiling them again later, which a busy machine delays,
    /// takes memory.</param>
    /// <param name="more">Further arguments.</param>
    internal HostProcess(string mode, string folder, bool compilesOnce = false, params string[] more)
        : this(mode, folder, start => start.Environment["DOTNET_TieredCompilation"] = compilesOnce ? "0" : "1", more)
    {
    }

    private HostProcess(string mode, string folder, Action<ProcessStartInfo> prepare, params string[] more)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Xmrl.RunHost.dll"), mode, folder, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Most of a tiny run's time is that of the just-in-time compiler.
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        prepare(start);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _lines.CompleteAdding();
            }
            else
            {
                _lines.Add(line.Data);
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    internal bool HasExited => _process.HasExited;

    /// <summary>Waits for a line; false if the process ended without it.</summary>
    internal bool WaitFor(Predicate<string> wanted)
    {
        while (_lines.TryTake(out string? line, s_patience))
        {
            if (wanted(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Kills the process at once (SIGKILL).</summary>
    /// <returns>False if it had ended by itself.</returns>
    internal bool Kill()
    {
        if (_process.HasExited)
        {
            return false;
        }

        _process.Kill();
        _process.WaitForExit();
        return _process.ExitCode != 0;
    }

    /// <summary>Waits for its end and requires that it went well.</summary>
    /// <returns>The lines that nobody waited for.</returns>
    internal string[] Finish()
    {
        _process.WaitForExit(s_patience).ShouldBeTrue("The host did not end.");
        _process.WaitForExit();
        _process.ExitCode.ShouldBe(0, _errors.Result);
        return [.. _lines.GetConsumingEnumerable()];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _lines.Dispose();
    }
}
