using System.CommandLine;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Commands.Runs;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Seeds;

/// <summary>train and improve with --seeds: one run per seed, in a folder of its own. The same command again skips the runs that are done
/// and continues the others.</summary>
internal sealed class SeedRuns(CommandContext context, GlobalOptions global)
{
    /// <summary>Does the runs that are not done, and compares all.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plan">The runs.</param>
    /// <returns>The exit code.</returns>
    internal int Run(ParseResult parsed, SeedPlan plan)
    {
        bool json = parsed.GetValue(global.Json);
        ProgressView view = ProgressView.Create(context, parsed.GetValue(global.Quiet) || json);
        var log = new CliLogger(view.Print, parsed.GetValue(global.Verbose) ? LogLevel.Information : LogLevel.Warning);
        try
        {
            SeedRun[] runs = view.Run(() => All(plan, view, log));
            return Print(plan, runs, json, log);
        }
        catch (OperationCanceledException) when (context.Token.IsCancellationRequested || context.Processes.Size > 1)
        {
            string resume = string.Join(' ', context.Arguments.Prepend(context.Program).Select(ShellText.Quote));
            context.Error.WriteLine($"Stopped. Continue with the same command: {resume}");
            if (json)
            {
                JsonOutput.Write(context.Output, "seeds", new { state = "cancelled", exitCode = ExitCode.Cancelled, resume });
            }

            return ExitCode.Cancelled;
        }
    }

    private SeedRun[] All(SeedPlan plan, ProgressView view, CliLogger log)
    {
        var progress = new SeedProgress(view, context.Time, plan.Seeds.Length);
        string configuration = plan.Runner.ResolveConfiguration(plan.Request with { OutputDirectory = plan.Parent });

        // What stands in the way of a run is said before the first one begins.
        (ulong Seed, ExperimentRequest? Request, string Folder)[] runs = [.. plan.Seeds.Select(seed => Of(plan, seed, configuration))];
        var done = new List<SeedRun>();
        foreach ((int i, (ulong seed, ExperimentRequest? request, string folder)) in runs.Index())
        {
            if (request is null)
            {
                view.Print($"Seed {seed} is done: {folder}");
                done.Add(new SeedRun(seed, folder, IsNew: false, Succeeded: true));
                continue;
            }

            progress.Begin(i, seed);
            ExperimentOutcome outcome = new ExperimentHost(context.Time).Run(plan.Runner, request, progress, log, context.Token);
            progress.End();
            if (context.Processes.Rank == 0 && context.RenderReport is not null
                && RunDirectory.OpenPart(outcome.RunDirectory) is var run && File.Exists(run.ReportDataPath))
            {
                FinishedRun.Render(context, run);
            }

            done.Add(new SeedRun(seed, folder, IsNew: true, outcome.Succeeded));
        }

        return [.. done];
    }

    /// <summary>What is to be done for a seed; nothing where its run is there and done.</summary>
    private (ulong Seed, ExperimentRequest? Request, string Folder) Of(SeedPlan plan, ulong seed, string configuration)
    {
        string learner = FlatConfiguration.Of(configuration).FirstOrDefault(static entry => entry.Key == ComparedRun.Learner).Value ?? "";
        string middle = LearnerTable.Find(learner) is { } known ? $"-{known.Card.Argument}" : "";
        string folder = Path.Combine(plan.Parent, $"{plan.Name}{middle}-seed{seed}{(plan.Request.Quick ? "-quick" : "")}");
        ExperimentRequest request = plan.Request with { Seed = seed };
        if (plan.Request.Force || context.Files.RunOrNull(folder) is not { } path)
        {
            return (seed, request with { OutputDirectory = context.Files.New(folder) }, folder);
        }

        RunDirectory run = RunDirectory.Open(path);
        RunState state = run.ReadState();
        if (state.Seed != seed || FinishedRun.ActionOf(run, state) != request.Action || run.ReadConfiguration() != configuration)
        {
            throw new ConfigurationException($"{folder} is another run: {Difference(run, state, request, configuration)}. "
                + "Choose another folder with --out, or move it aside with --force.");
        }

        return (
            seed,
            state.Phase == RunPhase.Done
                ? null
                : request with
                {
                    OutputDirectory = run.FullPath,
                    ResumeFrom = run.FullPath,
                    ConfigurationFile = run.ConfigurationPath,
                    ConfigurationFolder = null,
                    BaseRun = null,
                    Overrides = [],
                    Methods = [],
                },
            folder);
    }

    private static string Difference(RunDirectory run, RunState state, ExperimentRequest request, string configuration)
    {
        Dictionary<string, string> wanted = FlatConfiguration.Of(configuration).ToDictionary(StringComparer.Ordinal);
        KeyValuePair<string, string>[] found = [.. FlatConfiguration.Of(run.ReadConfiguration())];
        return found.FirstOrDefault(entry => wanted.GetValueOrDefault(entry.Key) != entry.Value) is { Key: { } key, Value: { } value }
            ? $"its {key} is {value}, here {wanted.GetValueOrDefault(key, "missing")}"
            : $"{state.Action}, seed {state.Seed}, here {request.Action.ToString().ToLowerInvariant()}, seed {request.Seed}";
    }

    private int Print(SeedPlan plan, SeedRun[] runs, bool json, CliLogger log)
    {
        int code = runs.All(static run => run.Succeeded) ? ExitCode.Ok : ExitCode.Failed;
        if (context.Processes.Rank > 0)
        {
            return code;
        }

        string[] scored =
            [.. runs.Select(static run => run.Folder).Where(static folder => File.Exists(RunDirectory.Open(folder).EvaluationPath))];
        GroupComparison? comparison = scored.Length > 1 ? GroupComparison.Of(scored, [GroupComparison.Method], null, log) : null;
        if (json)
        {
            JsonOutput.Result(
                context.Output,
                "seeds",
                new
                {
                    action = plan.Request.Action,
                    experiment = plan.Runner.Name,
                    quick = plan.Request.Quick,
                    runs = runs.Select(static run => new { run.Seed, runDirectory = run.Folder, run.IsNew, run.Succeeded }),
                    comparison,
                },
                code);
            return code;
        }

        if (comparison is not null)
        {
            CompareCommand.Print(context.Output, comparison);
            context.Output.WriteLine();
        }

        foreach (SeedRun run in runs)
        {
            context.Output.WriteLine($"Run:    {run.Folder}");
        }

        return code;
    }

    /// <summary>One of the runs.</summary>
    private sealed record SeedRun(ulong Seed, string Folder, bool IsNew, bool Succeeded);
}
