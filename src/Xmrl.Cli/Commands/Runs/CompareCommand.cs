using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing;
using Xmrl.Comparing.Tables;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Files;
using Xmrl.Statistics;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>compare, also as runs compare: runs over seeds, by method, learner, experiment or any key.</summary>
internal static class CompareCommand
{
    private const string LearnerWord = "learner";
    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var paths = new Argument<string[]>("runs")
        {
            Description = "Run directories, folders of reproductions, or folders with runs.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "compare",
            "Compare finished runs over seeds: the methods of runs that are configured alike, or groups of runs, with paired differences, "
                + "learning and adaptation curves.")
        {
            paths,
        };
        parent.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        var by = new Option<string[]>("--by")
        {
            HelpName = "keys",
            Description = "Keys that make the groups: meta.learner, experiment, method or any setting. Left out: what differs.",
        };
        Option<string?> reference = Text("--reference", "group", "The group that others are compared with. Left out: the first.");
        Option<string?> csv = Text("--csv", "file", "Write scores, differences and curves as one tidy table.");
        Option<string?> html = Text("--html", "file", "Write a page with the curves: one file, no network.");
        foreach (Option option in new Option[] { by, reference, csv, html })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string[] keys = [.. (parsed.GetValue(by) ?? []).SelectMany(static word => word.Split(',', Split)).Select(Key)];
            GroupComparison comparison = GroupComparison.Of(
                parsed.GetRequiredValue(paths), keys, parsed.GetValue(reference), CliLogger.Of(context, parsed.GetValue(global.Verbose)));
            string? table = parsed.GetValue(csv);
            string? page = parsed.GetValue(html);
            if (table is not null)
            {
                CsvText.Write(table, ComparisonCsv.Columns, ComparisonCsv.Rows(comparison));
            }

            if (page is not null)
            {
                string line = string.Join(' ', context.Arguments.Prepend(context.Program).Select(ShellText.Quote));
                RunFiles.WriteText(Path.GetFullPath(page), ComparisonPage.Create(comparison, line));
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "compare", comparison);
            }
            else
            {
                Print(context.Output, comparison);
                foreach (string file in new[] { table, page }.OfType<string>())
                {
                    context.Output.WriteLine($"File: {file}");
                }
            }

            return ExitCode.Ok;
        });
        string prefix = parent is RootCommand ? "" : parent.Name + " ";
        examples[command] =
        [
            $"{prefix}compare runs/drone-seed1 runs/drone-seed2 runs/drone-seed3",
            $"{prefix}compare runs/navigation2d-maml-seed1 runs/navigation2d-promp-seed1 --by learner --html learners.html",
            $"{prefix}compare runs/navigation2d-learners-quick --csv learners.csv",
        ];
    }

    /// <summary>Prints a comparison as tables.</summary>
    internal static void Print(TextWriter output, GroupComparison comparison)
    {
        if (comparison.Rows is { } rows)
        {
            output.WriteLine(
                $"{comparison.Score} over seeds {string.Join(", ", comparison.Seeds)}; 95 % intervals and paired t-tests over seeds.");
            TextTable.Write(
                output,
                ["Method", "Mean", "95 % interval", "Sd", "Poor tasks", "Degraded", "To base", "p", "To Continued", "p", "M steps"],
                [.. rows.Select(Cells)]);
            return;
        }

        foreach (string sentence in ComparisonWords.Sentences(comparison))
        {
            output.WriteLine(sentence);
        }

        output.WriteLine();
        TextTable.Write(output, ComparisonWords.Headers, [.. ComparisonWords.Rows(comparison)]);
        if (comparison.Differences.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"Against {comparison.Differences[0].Reference}, paired over common seeds:");
            TextTable.Write(output, ComparisonWords.DifferenceHeaders, [.. comparison.Differences.Select(ComparisonWords.Cells)]);
        }
    }

    private static string Key(string word) => word == LearnerWord ? ComparedRun.Learner : word;

    private static Option<string?> Text(string name, string value, string description)
        => new(name) { HelpName = value, Description = description };

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
        row.Interactions > 0 ? Number(row.Interactions / 1e6, "f2") : string.Empty,
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
