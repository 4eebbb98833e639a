using Xmrl.Cli.Measurements;
using Xmrl.Experiments.Definitions;
using Xmrl.Numerics.Parallel;
using Xmrl.Reproduction.Papers;
using Xmrl.Studies;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli;

/// <summary>Everything that commands use of the outer world, so that tests can put their own in its place.</summary>
internal sealed record CommandContext
{
    /// <summary>Receives results. What cannot be written throws.</summary>
    internal required ResultWriter Output { get; init; }

    /// <summary>Receives progress, messages and errors. What cannot be written is dropped.</summary>
    internal required MessageWriter Error { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal that understands cursor movement.</summary>
    internal bool ErrorIsTerminal { get; init; }

    /// <summary>Whether colours are wanted (see no-color.org).</summary>
    internal bool Color { get; init; }

    /// <summary>Characters per line of the terminal that progress is drawn on; null for what the terminal says.</summary>
    internal int? TerminalWidth { get; init; }

    /// <summary>Width of help texts in characters.</summary>
    internal int Width { get; init; } = 100;

    /// <summary>How the user calls this program, for hints that can be copied.</summary>
    internal string Program { get; init; } = "xmrl";

    /// <summary>The command line. What it does not name is put together as far as the program's own help shows it: a name, a sentence
    /// and arguments, without options and action.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Folder for runs whose folder the user does not name.</summary>
    internal string RunsFolder { get; init; } = "runs";

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The experiments.</summary>
    internal ExperimentRegistry Experiments { get; init; } = ExperimentRegistry.BuiltIn;

    /// <summary>The tables of papers. The built-in ones are put together when they are first asked for.</summary>
    internal ReproductionRegistry Reproductions
    {
        get => field ?? StoredTables.Registry;
        init;
    }

    /// <summary>The measurements of speed.</summary>
    internal IReadOnlyList<Benchmark> Benchmarks
    {
        get => field ?? Benchmark.BuiltIn;
        init;
    }

    /// <summary>The processes that share the work. Those other than rank 0 have no output of their own.</summary>
    internal ICollective Processes { get; init; } = SingleProcess.Instance;

    /// <summary>The files of runs as this process sees them.</summary>
    internal RankFiles Files { get; init; } = new(SingleProcess.Instance);

    /// <summary>Threads of this process where the user names no number.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Writes report.html from report.json in a run directory; null where this build has no report page.</summary>
    internal Action<string>? RenderReport { get; init; }

    /// <summary>Cancelled when the user asks to stop.</summary>
    internal CancellationToken Token { get; init; }

    /// <summary>Ends the process with an exit code, for commands that save nothing when they are stopped; null where they end by
    /// themselves.</summary>
    internal Action<int>? End { get; init; }

    /// <summary>Whether the command line may ask for a command: by its name, or by an argument that holds it, as the lines of a shell's
    /// completion do.</summary>
    /// <param name="command">Name of a command.</param>
    internal bool Asks(string command)
    {
        foreach (string argument in Arguments)
        {
            if (argument.Contains(command, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
