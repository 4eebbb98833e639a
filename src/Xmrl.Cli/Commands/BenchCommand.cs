using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Measurements;
using Xmrl.Cli.Rendering;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands;

/// <summary>bench: short measurements of speed on this machine.</summary>
internal static class BenchCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var names = new Argument<string[]>("what") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Measure how fast this machine runs Xmrl's inner loops.") { names };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        string known = string.Join("; ", context.Benchmarks.Select(static benchmark => $"{benchmark.Name} ({benchmark.Summary})"));
        names.Description = $"What to measure; left out: everything. {known}".TrimEnd();
        command.SetAction(parsed =>
        {
            Benchmark[] chosen = Choose(context, parsed.GetValue(names) ?? []);
            var figures = new List<(string Benchmark, BenchmarkFigure Figure)>();
            foreach (Benchmark benchmark in chosen.Where(benchmark => context.Processes.Rank == 0 || benchmark.IsShared))
            {
                if (!parsed.GetValue(global.Quiet) && !parsed.GetValue(global.Json))
                {
                    context.Error.WriteLine($"Measuring {benchmark.Name} …");
                }

                figures.AddRange(benchmark.Run(context.Processes, context.Token).Select(figure => (benchmark.Name, figure)));
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "bench", figures
                    .GroupBy(static item => item.Benchmark, static item => item.Figure.Row)
                    .ToDictionary(static rows => rows.Key, static rows => rows.ToArray()));
            }
            else
            {
                TextTable.Write(
                    context.Output, ["Measurement", "Value", "Unit", "Remark"], [.. figures.Select(static item => Row(item.Figure))]);
            }

            return ExitCode.Ok;
        });
        examples[command] = ["bench", "bench kernels --json", "bench iteration", "bench processes"];
    }

    private static string[] Row(BenchmarkFigure figure) =>
        [figure.Name, figure.Value.ToString(figure.Value < 1000 ? "0.0" : "#,0", CultureInfo.InvariantCulture), figure.Unit, figure.Remark];

    private static Benchmark[] Choose(CommandContext context, string[] names)
    {
        string[] known = [.. context.Benchmarks.Select(static benchmark => benchmark.Name)];
        foreach (string name in names.Where(name => !known.Contains(name)))
        {
            throw new ConfigurationException($"There is no benchmark {name}.{NearestName.Hint(name, known)}");
        }

        return [.. context.Benchmarks.Where(benchmark => names.Length == 0 || names.Contains(benchmark.Name))];
    }
}
