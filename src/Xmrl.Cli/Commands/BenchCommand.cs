using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Running;

namespace Xmrl.Cli.Commands;

/// <summary>bench: short measurements of speed on this machine.</summary>
internal static class BenchCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        string known = string.Join("; ", context.Benchmarks.Select(static benchmark => $"{benchmark.Name} ({benchmark.Summary.TrimEnd('.')})"));
        var names = new Argument<string[]>("what") { Description = $"What to measure; left out: everything. {known}".TrimEnd(), Arity = ArgumentArity.ZeroOrMore };
        var quick = new Option<bool>("--quick") { Description = "Rough figures in a second or two each." };
        Option<int> threads = RunOptions.Whole("--threads", Environment.ProcessorCount, 1, "Threads to use.");
        var command = new Command("bench", "Measure how fast this machine runs Xmrl's inner loops.") { names, quick, threads };
        command.SetAction(parsed =>
        {
            IBenchmark[] chosen = Choose(context, parsed.GetValue(names) ?? []);
            var figures = new List<(string Benchmark, BenchmarkFigure Figure)>();
            foreach (IBenchmark benchmark in chosen)
            {
                if (!parsed.GetValue(global.Quiet) && !parsed.GetValue(global.Json))
                {
                    context.Error.WriteLine($"Measuring {benchmark.Name} …");
                }

                figures.AddRange(benchmark.Run(parsed.GetValue(quick), parsed.GetValue(threads), context.Token).Select(figure => (benchmark.Name, figure)));
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, new
                {
                    state = "done",
                    exitCode = ExitCode.Ok,
                    figures = figures.Select(static item => new { benchmark = item.Benchmark, item.Figure.Name, item.Figure.Value, item.Figure.Unit }),
                });
            }
            else
            {
                TextTable.Write(context.Output, ["Measurement", "Value", "Unit"], [.. figures.Select(static item => Row(item.Figure))]);
            }

            return ExitCode.Ok;
        });
        root.Add(command);
        examples[command] = ["bench", "bench kernels --quick"];
    }

    private static string[] Row(BenchmarkFigure figure) =>
        [figure.Name, figure.Value.ToString("#,0.##", CultureInfo.InvariantCulture), figure.Unit];

    private static IBenchmark[] Choose(CommandContext context, string[] names)
    {
        string[] known = [.. context.Benchmarks.Select(static benchmark => benchmark.Name)];
        foreach (string name in names.Where(name => !known.Contains(name)))
        {
            throw new ConfigurationException($"There is no benchmark {name}.{NearestName.Hint(name, known)}");
        }

        return [.. context.Benchmarks.Where(benchmark => names.Length == 0 || names.Contains(benchmark.Name))];
    }
}
