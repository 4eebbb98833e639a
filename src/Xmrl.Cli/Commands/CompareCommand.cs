using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Cli.Commands;

/// <summary>compare, also as runs compare: the methods of an experiment over several seeds.</summary>
internal static class CompareCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var paths = new Argument<string[]>("runs")
        {
            Description = "Run directories of one experiment, one per seed.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("compare", "Compare the methods of an experiment over several seeds.") { paths };
        command.SetAction(parsed =>
        {
            RunDirectory[] runs = [.. parsed.GetRequiredValue(paths).Select(path => RunDirectory.Open(path))];
            SeedComparison comparison = SeedComparison.Of(runs, CliLogger.Of(context, parsed.GetValue(global.Verbose)));
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, comparison);
            }
            else
            {
                context.Output.WriteLine(
                    $"{comparison.Score} over seeds {string.Join(", ", comparison.Seeds)}; 95 % t-intervals and paired t-tests over "
                        + $"seeds.");
                TextTable.Write(
                    context.Output,
                    ["Method", "Mean", "95 % interval", "Sd", "Poor tasks", "Degraded", "To base", "p", "To Continued", "p", "M steps"],
                    [.. comparison.Rows.Select(Cells)]);
            }

            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] =
            [$"{(parent is RootCommand ? "" : parent.Name + " ")}compare runs/drone-seed1 runs/drone-seed2 runs/drone-seed3"];
    }

    private static string[] Cells(SeedRow row) =>
    [
        row.Method,
        Number(row.Mean.Value, "f3"),
        TestWords.Ends(row.Mean, end => Number(end, "f3")),
        Number(row.StandardDeviation, "f3"),
        Number(row.Poor.Value, "f3"),
        row.DegradedShare is { } share ? Number(share, "p1") : string.Empty,
        row.ToBase is { } toBase ? Number(toBase.Interval.Value, "+0.000;-0.000;0.000") : string.Empty,
        row.ToBase is { } test ? TestWords.PValue(test.PValue, test.Status) : string.Empty,
        row.ToControl is { } toControl ? Number(toControl.Interval.Value, "+0.000;-0.000;0.000") : string.Empty,
        row.ToControl is { } controlTest ? TestWords.PValue(controlTest.PValue, controlTest.Status) : string.Empty,
        Number(row.Interactions / 1e6, "f1"),
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
