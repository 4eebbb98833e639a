using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Commands;

/// <summary>runs list: what runs there are and where they stand.</summary>
internal static class RunsListCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "Where to look, also in folders below; left out: the folder runs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "list",
            "List stored runs and where they stand: running, done, failed, cancelled, or interrupted if the process was "
                + "killed.")
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            string where = parsed.GetValue(folder) ?? context.RunsFolder;
            IReadOnlyList<RunSummary> runs = RunCatalog.Find(where);
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(
                    context.Output,
                    new
                    {
                        state = "done",
                        exitCode = ExitCode.Ok,
                        runs = runs.Select(run => new { run.FullPath, run.Status, run.State, run.Heartbeat, run.Problem }),
                    });
            }
            else if (runs.Count == 0)
            {
                context.Output.WriteLine($"There are no runs in {where}.");
            }
            else
            {
                TextTable.Write(
                    context.Output, ["Run", "What", "Seed", "State", "Stage", "Started (UTC)", "Time"],
                    [.. runs.Select(run => Cells(run, where, context.Time))]);
            }

            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] = ["runs list", "runs list runs --json"];
    }

    private static string[] Cells(RunSummary run, string where, TimeProvider time)
    {
        string name = Path.GetRelativePath(RunFiles.Resolve(where), run.FullPath);
        string path = name == "." ? where : Path.Combine(where, name);
        return run.State is not { } state
            ? [path, run.Problem ?? "", "", run.Status, "", "", ""]
            :
            [
                path,
                $"{state.Action} {state.Experiment}{(state.Quick ? " (quick)" : "")}",
                state.Seed.ToString(CultureInfo.InvariantCulture),
                run.Status,
                state.Stage + HeartbeatText.Of(run),
                state.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                run.Status == "interrupted" ? "" : RunTimes.Span((state.FinishedAt ?? time.GetUtcNow()) - state.StartedAt),
            ];
    }
}
