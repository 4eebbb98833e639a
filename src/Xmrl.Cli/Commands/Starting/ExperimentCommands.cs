using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Commands.Seeds;
using Xmrl.Cli.Commands.Watching;
using Xmrl.Cli.Rendering;
using Xmrl.Meta.Learners;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Running;
using Xmrl.Runs.Records;
using Xmrl.Sweeping;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Commands.Starting;

/// <summary>improve, train, reproduce and resume.</summary>
internal sealed class ExperimentCommands(CommandContext context, GlobalOptions global, string[] arguments)
{
    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    internal void AddTo(RootCommand root, Dictionary<Command, string[]> examples)
    {
        Command improve = Start(
            "improve",
            "Train, find the tasks that fail and those that matter for them, train again, compare, explain.",
            ExperimentAction.Improve);
        Command train = Start("train", "Train and evaluate only.", ExperimentAction.Train);
        Command resume = Resume();
        Command reproduce = new ReproduceCommand(context, global, this).Create();
        root.Add(improve);
        root.Add(train);
        root.Add(reproduce);
        root.Add(resume);
        examples[improve] =
        [
            "improve drone --quick", "improve drone --seed 7 --out runs/drone-7", "improve drone --methods all",
            "improve drone --seeds 1-5", "improve runs/drone-seed1 --set repetition=2", "improve My-v1 --environments bin/My.dll",
        ];
        examples[train] =
        [
            "train drone --quick", "train navigation2d sg-mrl", "train bandit promp --set meta.iterations=100",
            "train drone --config my.yaml --threads 4", "train navigation2d promp --seeds 3 --quick",
        ];
        examples[reproduce] =
        [
            "reproduce", "reproduce sg-mrl/table1 --quick", "reproduce sg-mrl/table1 --seeds 5 --out runs/table1",
            "reproduce xmrl/table1 --experiment drone", "reproduce robustness/figure1 --scale desk --seeds 3",
            "reproduce sg-mrl/table1 --join a/results.json --join b/results.json --out table1.json",
        ];
        examples[resume] = ["resume runs/drone-seed1"];
    }

    private Command Start(string name, string description, ExperimentAction action)
    {
        const string Named = "Experiment, YAML file with the key environment, or id of an environment";
        var experiment = new Argument<string>("experiment")
        {
            Description = action == ExperimentAction.Improve
                ? $"{Named}; or a run directory, whose base policy is then improved."
                : $"{Named}.",
        };
        var algorithm = new Argument<string?>("algorithm") { Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { experiment, algorithm };
        if (!context.Asks(name))
        {
            return command;
        }

        string learners = action == ExperimentAction.Train ? $"as meta.learner: {string.Join(", ", LearnerArgument.Names)}" : "as of train";
        algorithm.Description = $"Learner, {learners}. Left out: the experiment's own.";
        var options = new RunOptions(context.Threads);
        Option<string?> methods = new("--methods")
        {
            HelpName = "names",
            Description = "Methods (see list methods), or all. Left out: repair and controls.",
        };
        if (action == ExperimentAction.Improve)
        {
            command.Add(methods);
        }

        var seeds = new Option<string?>("--seeds")
        {
            HelpName = "seeds",
            Description = "Several runs: how many (3), which (4-6) or (1,5,9). Again: goes on with those that are not done.",
        };
        options.AddTo(command);
        command.Add(seeds);
        command.SetAction(parsed =>
        {
            string word = parsed.GetRequiredValue(experiment);
            string? baseRun = action == ExperimentAction.Improve ? StoredRun(word) : null;
            RunState? stored = baseRun is null ? null : RunDirectory.Open(baseRun).ReadState();
            var named = NamedExperiment.Of(word, context.Experiments, baseRun is not null);
            IExperimentRunner runner = context.Experiments.Find(stored?.Experiment ?? named.Experiment);
            bool quick = parsed.GetValue(options.Quick);
            ulong seed = stored is not null && parsed.GetResult(options.Seed) is null or { Implicit: true }
                ? stored!.Seed
                : parsed.GetValue(options.Seed);
            string? file = parsed.GetValue(options.Config) ?? named.File;
            ImmutableArray<string> learner = parsed.GetValue(algorithm) is { } chosen
                ? LearnerArgument.Overrides(chosen, file is not null)
                : [];
            if (baseRun is not null && (file is not null || !learner.IsEmpty))
            {
                throw new ConfigurationException(
                    $"{(file is null ? "An algorithm" : "--config")} and a run exclude each other: the run has a configuration. Change "
                        + "values of it with --set.");
            }

            string start = named.Folder ?? runner.Name;
            string trained = learner.IsEmpty ? "" : $"-{LearnerTable.Find(learner[0].Split('=')[1])!.Card.Argument}";
            string byDefault = $"{start}{trained}-seed{seed}{(baseRun is null ? "" : "-repair")}{(quick ? "-quick" : "")}";
            var request = new ExperimentRequest
            {
                Experiment = runner.Name,
                BaseRun = baseRun,
                Action = action,
                Seed = seed,
                OutputDirectory = context.Files.New(parsed.GetValue(options.Out) ?? Path.Combine(context.RunsFolder, byDefault)),
                AnyFreeDirectory = parsed.GetValue(options.Out) is null,
                Threads = parsed.GetValue(options.Threads),
                SaveEvery = TimeSpan.FromSeconds(parsed.GetValue(options.SaveEvery)),
                Processes = context.Processes,
                Quick = quick,
                Force = parsed.GetValue(options.Force),
                ConfigurationFile = file is null ? null : context.Files.TextFile(file),
                ConfigurationFolder = file is null ? null : Path.GetDirectoryName(Path.GetFullPath(file)),
                Methods = action == ExperimentAction.Improve && parsed.GetValue(methods) is { } names ? [.. names.Split(',', Split)] : [],
                Overrides =
                [
                    .. named.Overrides,
                    .. learner.Where(
                        own => parsed.GetValue(methods) is null || !own.StartsWith("retrain.methods=", StringComparison.Ordinal)),
                    .. parsed.GetValue(options.Data) is { } data ? DataArgument.Overrides(data, quick) : [],
                    .. parsed.GetValue(options.Set) ?? [],
                ],
                CommandLine = CommandLine(),
            };
            if (parsed.GetValue(seeds) is not { } several)
            {
                using RunWatch? page = Page(parsed.GetValue(options.Watch), request);
                return Run(parsed, runner, request);
            }

            string parent = parsed.GetValue(options.Out) ?? context.RunsFolder;
            using RunWatch? all = RunWatch.Open(context, parsed.GetValue(options.Watch), parent);
            return baseRun is null
                ? new SeedRuns(context, global).Run(
                    parsed,
                    new SeedPlan(
                        runner, request with { AnyFreeDirectory = false }, SeedSet.Parse(several, seed), parent, start))
                : throw new ConfigurationException("--seeds and a run exclude each other: the run has a seed, which decides its tasks.");
        });
        return command;
    }

    /// <summary>The page beside a run; null where none is asked for.</summary>
    internal RunWatch? Page(bool isWanted, ExperimentRequest request)
        => RunWatch.Open(context, isWanted, Path.GetDirectoryName(Path.GetFullPath(request.OutputDirectory)));

    /// <summary>The run directory of a name that is no experiment's; null if there is none.</summary>
    private string? StoredRun(string name)
        => context.Experiments.Listed.Any(known => known.Name == name) ? null : context.Files.RunOrNull(name);

    private Command Resume()
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command(
            "resume",
            "Continue a run, a reproduction or a sweep that was stopped or killed, from its newest checkpoint, as if it had never "
                + "stopped.")
        {
            path,
        };
        if (!context.Asks(command.Name))
        {
            return command;
        }

        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        Option<double> saveEvery = RunOptions.Seconds();
        Option<bool> watch = RunOptions.WatchOption();
        command.Add(threads);
        command.Add(saveEvery);
        command.Add(watch);
        command.SetAction(parsed =>
        {
            string folder = Path.TrimEndingDirectorySeparator(parsed.GetRequiredValue(path));
            string seen = context.Files.Existing(folder);
            if (SweepRunner.Stored(seen) is { } sweep)
            {
                return SweepRunner.IsComplete(seen)
                    ? throw new ConfigurationException($"{folder} is complete; there is nothing to continue.")
                    : SweepCommand.Run(new Invocation(parsed, context, global), sweep, folder, parsed.GetValue(threads));
            }

            RunDirectory run = RunDirectory.Open(seen);
            RunState state = run.ReadState();
            if (state.Phase == RunPhase.Done)
            {
                // Complete is said of a run that can be checked alone.
                _ = RunCheck.Differences(run);
                return FinishedRun.CompleteReport(new Invocation(parsed, context, global), run, state)
                    ?? throw new ConfigurationException($"{run.FullPath} is complete; there is nothing to continue.");
            }

            ExperimentAction action = FinishedRun.ActionOf(run, state);
            IExperimentRunner runner = action == ExperimentAction.Reproduce
                ? new ReproductionRunner(
                    context.Reproductions.Find(state.Experiment).At(
                        ConfigurationReader.ReadFile<ReproductionConfiguration>(run.ConfigurationPath).Variant))
                : context.Experiments.Find(state.Experiment);
            var request = new ExperimentRequest
            {
                Experiment = state.Experiment,
                Action = action,
                Seed = state.Seed,
                OutputDirectory = run.FullPath,
                Threads = parsed.GetValue(threads),
                SaveEvery = TimeSpan.FromSeconds(parsed.GetValue(saveEvery)),
                Processes = context.Processes,
                Quick = state.Quick,
                ConfigurationFile = run.ConfigurationPath,
                CommandLine = CommandLine(),
                ResumeFrom = run.FullPath,
            };
            using RunWatch? page = Page(parsed.GetValue(watch), request);
            return Run(parsed, runner, request);
        });
        return command;
    }

    /// <summary>Runs an experiment with progress, and prints what came of it.</summary>
    internal int Run(ParseResult parsed, IExperimentRunner runner, ExperimentRequest request)
    {
        bool json = parsed.GetValue(global.Json);
        ProgressView view = ProgressView.Create(context, parsed.GetValue(global.Quiet) || json);
        var log = new CliLogger(view.Print, parsed.GetValue(global.Verbose) ? LogLevel.Information : LogLevel.Warning);
        var host = new ExperimentHost(context.Time);
        try
        {
            ExperimentOutcome outcome = view.Run(() => host.Run(runner, request, view, log, context.Token));
            context.Output.Kept = $"The run is done: {outcome.RunDirectory}";
            string? report = null;
            IOException? unreported = null;
            try
            {
                report = context.Processes.Rank == 0 ? RenderReport(outcome.RunDirectory, view) : null;
            }
            catch (IOException error)
            {
                // The figures are there and are shown all the same.
                unreported = error;
            }

            if (request.Action == ExperimentAction.Reproduce)
            {
                ReproductionPrinter.Print(context.Output, outcome.RunDirectory, json);
            }
            else if (json)
            {
                OutcomePrinter.Json(context.Output, request, outcome, report);
            }
            else
            {
                OutcomePrinter.Text(context.Output, outcome, report);
            }

            if (unreported is not null)
            {
                context.Output.Flush();
                context.Error.WriteLine($"xmrl: {unreported.Message}");
            }

            return outcome.Succeeded && unreported is null ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (context.Token.IsCancellationRequested || context.Processes.Size > 1)
        {
            string folder = host.Folder ?? request.OutputDirectory;
            string resume = $"{context.Program} resume {ShellText.Quote(folder)}";
            context.Error.WriteLine($"Stopped. Continue with: {resume}");
            if (json)
            {
                JsonOutput.Write(
                    context.Output, "run", new { state = "cancelled", exitCode = ExitCode.Cancelled, runDirectory = folder, resume });
            }

            return ExitCode.Cancelled;
        }
    }

    private string? RenderReport(string directory, ProgressView view)
    {
        RunDirectory run = RunDirectory.OpenPart(directory);
        if (!File.Exists(run.ReportDataPath))
        {
            return null;
        }

        if (context.RenderReport is null)
        {
            view.Print("This build has no report page: the report's data are in report.json. See xmrl doctor.");
            return null;
        }

        FinishedRun.Render(context, run);
        return run.ReportPath;
    }

    /// <summary>The command line, for the record.</summary>
    internal string CommandLine() => string.Join(' ', arguments.Prepend("xmrl").Select(ShellText.Quote));
}
