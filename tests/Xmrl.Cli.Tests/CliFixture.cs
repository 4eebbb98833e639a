using System.Text.Json;
using Xmrl.Cli.Application;
using Xmrl.Cli.Measurements;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Papers;
using Xmrl.Runs.Records;
using Xmrl.Studies;

namespace Xmrl.Cli.Tests;

/// <summary>Runs command lines inside this process, with writers and folders of their own.</summary>
internal sealed class CliFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _source = new();

    public FakeRunner Runner { get; set; } = new();

    /// <summary>Experiments; null for <see cref="Runner"/> alone.</summary>
    public ExperimentRegistry? Experiments { get; set; }

    /// <summary>Tables; null for the built-in ones.</summary>
    public ReproductionRegistry? Reproductions { get; set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Where results go instead of <see cref="Output"/>; null for there.</summary>
    public TextWriter? OutputSink { get; set; }

    /// <summary>Where messages go instead of <see cref="Error"/>; null for there.</summary>
    public TextWriter? ErrorSink { get; set; }

    /// <summary>Receives the exit codes with which commands end the process; null where they may not.</summary>
    public List<int>? Ends { get; set; }

    public List<string> Rendered { get; } = [];

    /// <summary>Makes report pages; null for one that only remembers which in <see cref="Rendered"/>.</summary>
    public Action<string>? RenderReport { get; set; }

    public bool ErrorIsTerminal { get; set; }

    /// <summary>Threads where the command line names no number.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Characters per line of the terminal; null for what it says.</summary>
    public int? TerminalWidth { get; set; }

    /// <summary>Characters per line of help texts.</summary>
    public int Width { get; set; } = 100;

    public string this[string name] => _folder[name];

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public void Cancel() => _source.Cancel();

    public int Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLineApplication.Run(arguments, new CommandContext
        {
            Output = new ResultWriter(OutputSink ?? output),
            Error = new MessageWriter(ErrorSink ?? error),
            ErrorIsTerminal = ErrorIsTerminal,
            TerminalWidth = TerminalWidth,
            Threads = Threads,
            Width = Width,
            RunsFolder = _folder["runs"],
            Experiments = Experiments ?? new ExperimentRegistry(Runner),
            Reproductions = Reproductions ?? StoredTables.Registry,
            Benchmarks =
            [
                .. new[] { "kernels", "rollouts" }.Select(
                    name => new Benchmark(
                        name, "counts",
                        (_, _) => [new BenchmarkFigure(name, 12345.678, "steps/s", "50 % of peak", new { stepsPerSecond = 12345.678 })])),
            ],
            RenderReport = RenderReport ?? Rendered.Add,
            Token = _source.Token,
            End = Ends is { } ends ? ends.Add : null,
        });
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public RunState State(string path) => RunDirectory.Open(path).ReadState();

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }
}
