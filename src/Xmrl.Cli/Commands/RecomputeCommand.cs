using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Reproduction.Recomputation;

namespace Xmrl.Cli.Commands;

/// <summary>recompute: intervals, tests and verdicts of stored results again, from the values that are stored with them.</summary>
internal static class RecomputeCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var paths = new Argument<string[]>("files")
        {
            Description =
                "Stored results: tables (results.json), evaluations, searches, comparisons. Files of a run are refused; copy them first.",
            Arity = ArgumentArity.OneOrMore,
        };
        const string About =
            "Compute intervals, tests and verdicts of stored results again from the values stored with them, by today's methods.";
        var command = new Command("recompute", About) { paths };
        command.SetAction(parsed =>
        {
            (string File, string State)[] results = [.. parsed.GetRequiredValue(paths).Select(path => (path, Recompute(path)))];
            if (parsed.GetValue(global.Json))
            {
                var files = results.Select(result => new { file = result.File, state = result.State });
                JsonOutput.Write(context.Output, "recompute", new { state = "done", exitCode = ExitCode.Ok, files });
            }
            else
            {
                foreach ((string file, string state) in results)
                {
                    context.Output.WriteLine($"{state,-12}  {file}");
                }
            }

            return ExitCode.Ok;
        });
        root.Add(command);
        examples[command] = ["recompute results/xmrl-table2-drone.json", "recompute results/*.json"];
    }

    private static string Recompute(string path)
        => !StoredIntervals.Knows(path) ? "no intervals" : StoredIntervals.Rewrite(path) ? "rewritten" : "unchanged";
}
