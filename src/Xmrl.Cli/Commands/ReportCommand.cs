using System.CommandLine;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Reporting;
using Xmrl.Reproduction.Page;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands;

/// <summary>report: makes the page of a run or a reproduction from the files in its folder.</summary>
internal static class ReportCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory, or folder of a reproduction." };
        var command = new Command(
            "report",
            "Make the page of a run (report.html) or a reproduction (table.html) from the files in its folder alone. Of a run that has not "
                + "finished, the page shows what is done.")
        {
            path,
        };
        command.SetAction(parsed =>
        {
            RunDirectory run = RunDirectory.Open(parsed.GetRequiredValue(path));
            ILogger log = CliLogger.Of(context, parsed.GetValue(global.Verbose));
            RunState state = run.ReadState();
            bool isTable = FinishedRun.ActionOf(run, state) == ExperimentAction.Reproduce;
            string page = isTable ? Table(run, log) : Page(context, run, log);
            string? resume = state.Phase == RunPhase.Done || (!isTable && Report.IsFinished(run))
                ? null
                : $"{context.Program} resume {ShellText.Quote(run.FullPath)}";
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(
                    context.Output, "report",
                    new
                    {
                        state = "done",
                        exitCode = ExitCode.Ok,
                        runDirectory = run.FullPath,
                        report = page,
                        isFinished = resume is null,
                        resume,
                    });
            }
            else
            {
                context.Output.WriteLine(page);
                if (resume is not null)
                {
                    context.Error.WriteLine($"The run has not finished: its report shows what is done. Continue with: {resume}");
                }
            }

            return ExitCode.Ok;
        });
        root.Add(command);
        examples[command] = ["report runs/drone-seed1", "report runs/sg-mrl-table1"];
    }

    private static string Page(CommandContext context, RunDirectory run, ILogger log)
    {
        // Data that are missing are made again; data that are not what the run stored are refused.
        string[] stored = File.Exists(run.ReportDataPath) ? [run.ReportDataPath] : [];
        RunCheck.Require(run, log, [.. stored, .. Report.Sources(run)]);
        Action<string> render = context.RenderReport
            ?? throw new InvalidOperationException($"This build has no report page; {context.Program} doctor says how to mend that.");
        render(run.FullPath);
        return run.ReportPath;
    }

    private static string Table(RunDirectory run, ILogger log)
    {
        RunState state = RunCheck.Require(run, log);
        foreach (string source in TablePage.Sources(run))
        {
            run.Manifest.RequireIfListed(source);
        }

        string page = TablePage.Write(run);
        if (state.Phase == RunPhase.Done)
        {
            run.Manifest.Seal(page);
        }

        return page;
    }
}
