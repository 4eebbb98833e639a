using System.CommandLine;
using System.Text.Json;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands;

/// <summary>What is left to do in a run that is done: its report page, which is made after the work.</summary>
internal static class FinishedRun
{
    /// <summary>Writes the report page.</summary>
    /// <param name="context">Renders it.</param>
    /// <param name="run">A run with report.json.</param>
    /// <exception cref="IOException">It cannot be written; the message says that nothing else is lost, and what to do.</exception>
    internal static void Render(CommandContext context, RunDirectory run)
    {
        try
        {
            context.RenderReport!(run.FullPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string remedy = error is IOException io && StorageFull.Caused(io) ? "Make room, then make it" : "Make it";
            string command = $"{context.Program} report {ShellText.Quote(run.FullPath)}";
            throw new IOException(
                $"The run is done and its results are stored; only its report page could not be written ({error.Message.TrimEnd('.')}). "
                + $"{remedy} with: {command}",
                error);
        }
    }

    /// <summary>Opens a run that has a policy.</summary>
    /// <param name="context">The files as this process sees them.</param>
    /// <param name="path">The run directory.</param>
    /// <returns>The run.</returns>
    /// <exception cref="IOException">There is no run.</exception>
    /// <exception cref="ConfigurationException">It is a reproduction, whose runs have a policy each.</exception>
    internal static RunDirectory Single(CommandContext context, string path)
    {
        RunDirectory run = RunDirectory.Open(context.Files.Existing(path));
        return RunSummary.Of(run).State is { } state && state.Action == Name(ExperimentAction.Reproduce)
            ? throw new ConfigurationException($"{path} is a reproduction, which has no policy of its own: name one of the runs in it.")
            : run;
    }

    private static string Name(ExperimentAction action) => JsonNamingPolicy.CamelCase.ConvertName(action.ToString());

    /// <summary>What was started, by its exact name; a record that does not say it is an improvement.</summary>
    internal static ExperimentAction ActionOf(RunDirectory run, RunState state)
    {
        ExperimentAction[] found =
            [
                .. Enum.GetValues<ExperimentAction>()
                .Where(action => Name(action) == state.Action),
            ];
        return found is [var action] ? action
            : state.Action.Length == 0 ? ExperimentAction.Improve
            : throw new InvalidDataException($"{run.StatePath}: the action is {state.Action}; expected improve, train or reproduce.");
    }

    /// <summary>Makes the report of a run that ended before it had one, and shows the run's table.</summary>
    /// <param name="invocation">What the command was called with.</param>
    /// <param name="run">The run, which is done.</param>
    /// <param name="state">Its state.</param>
    /// <returns>The exit code; null where the run has its report, or none is to be made.</returns>
    internal static int? CompleteReport(Invocation invocation, RunDirectory run, RunState state)
    {
        (ParseResult parsed, CommandContext context, GlobalOptions global) = invocation;
        if (context.RenderReport is null || !File.Exists(run.ReportDataPath) || File.Exists(run.ReportPath))
        {
            return null;
        }

        if (context.Processes.Rank > 0)
        {
            return ExitCode.Ok;
        }

        RunCheck.Require(run, CliLogger.Of(context, parsed.GetValue(global.Verbose)), run.ReportDataPath, run.EvaluationPath);
        Render(context, run);
        ExperimentOutcome outcome = ImprovementRunner.OutcomeOf(run);
        if (parsed.GetValue(global.Json))
        {
            var request = new ExperimentRequest
            {
                Experiment = state.Experiment,
                Action = ActionOf(run, state),
                Seed = state.Seed,
                Quick = state.Quick,
                OutputDirectory = run.FullPath,
                Threads = context.Threads,
            };
            OutcomePrinter.Json(context.Output, request, outcome, run.ReportPath);
        }
        else
        {
            OutcomePrinter.Text(context.Output, outcome, run.ReportPath);
        }

        return ExitCode.Ok;
    }
}
