using System.Globalization;
using Xmrl.Benchmarks;

namespace Xmrl.Cli.Measurements;

/// <summary>What this program takes to answer <c>--version</c> and <c>--help</c>, by itself and with the shell script that starts
/// it.</summary>
internal static class ProgramStart
{
    /// <summary>Measures; takes about six seconds.</summary>
    internal static IEnumerable<BenchmarkFigure> Run(CancellationToken cancellation)
    {
        string program = typeof(ProgramStart).Assembly.Location;
        string? script = Environment.GetEnvironmentVariable("XMRL_COMMAND");
        var commands = new List<(string Name, string[] Command)>();
        foreach (string question in (string[])["--version", "--help"])
        {
            commands.Add(($"program {question}", [StartupBenchmark.Host, program, question]));
            if (File.Exists(script))
            {
                commands.Add(($"{script} {question}", [Path.GetFullPath(script), question]));
            }
        }

        return StartupBenchmark.Run(commands, cancellation).Select(static result => new BenchmarkFigure(
            result.Name, 1000 * result.Seconds, "ms",
            string.Create(
                CultureInfo.InvariantCulture, $"{result.Ratio:0.00} times an empty program ({1000 * result.EmptySeconds:0.0} ms)"),
            result));
    }
}
