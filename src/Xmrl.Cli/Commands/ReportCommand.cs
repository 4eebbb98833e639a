using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Commands;

/// <summary>report: writes report.html anew from a run's data.</summary>
internal static class ReportCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command("report", "Write a run's report.html anew from its report.json.") { path };
        command.SetAction(parsed =>
        {
            RunDirectory run = RunDirectory.Open(parsed.GetRequiredValue(path));
            if (!File.Exists(run.ReportDataPath))
            {
                throw new FileNotFoundException(
                    $"{run.FullPath} has no report.json; a run writes it when it is done, and this one is "
                        + $"{run.ReadState().Phase.ToString().ToLowerInvariant()}.");
            }

            RunCheck.Require(run, CliLogger.Of(context, parsed.GetValue(global.Verbose)), run.ReportDataPath);
            Action<string> render = context.RenderReport
                ?? throw new InvalidOperationException($"This build has no report page; {context.Program} doctor says how to mend that.");
            render(run.FullPath);
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(
                    context.Output, new { state = "done", exitCode = ExitCode.Ok, runDirectory = run.FullPath, report = run.ReportPath });
            }
            else
            {
                context.Output.WriteLine(run.ReportPath);
            }

            return ExitCode.Ok;
        });
        root.Add(command);
        examples[command] = ["report runs/drone-seed1"];
    }
}
