using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing.Tables;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>runs export: tidy tables of any set of runs.</summary>
internal static class RunsExportCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var folders = new Argument<string[]>("runs")
        {
            Description = "Run directories, or folders with runs; left out: the folder runs.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var to = new Option<string>("--out")
        {
            HelpName = "folder",
            Description = "Where the files go.",
            DefaultValueFactory = static _ => "csv",
        };
        var command = new Command(
            "export",
            $"Write tidy tables of any set of runs: {string.Join(", ", TidyTable.All.Select(static table => $"{table.Name}.csv"))}. "
                + "Tables without rows are left out.")
        {
            folders, to,
        };
        command.SetAction(parsed =>
        {
            string[] named = parsed.GetValue(folders) is { Length: > 0 } given ? given : [context.RunsFolder];
            TidyRun[] runs =
            [
                .. named.SelectMany(RunCatalog.Find).Where(static found => found.State is not null)
                    .DistinctBy(static found => found.FullPath).Select(static found => new TidyRun(found)),
            ];
            if (runs.Length == 0)
            {
                throw new ConfigurationException($"There are no runs in {string.Join(", ", named)}.");
            }

            string folder = parsed.GetRequiredValue(to);
            var files = new List<(string Path, int Rows)>();
            foreach (TidyTable table in TidyTable.All)
            {
                context.Token.ThrowIfCancellationRequested();
                string path = Path.Combine(folder, $"{table.Name}.csv");
                if (runs.Any(run => table.Rows(run).Any()))
                {
                    files.Add((path, CsvText.Write(path, table.Columns, runs.SelectMany(run => table.Rows(run)))));
                }
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(
                    context.Output, "runs-export",
                    new { runs = runs.Length, files = files.Select(static file => new { file.Path, file.Rows }) });
            }
            else
            {
                TextTable.Write(context.Output, ["Rows", "File"], [.. files.Select(static file => new[] { $"{file.Rows}", file.Path })]);
            }

            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] = ["runs export", "runs export runs/drone-seed1 runs/drone-seed2 --out tables"];
    }
}
