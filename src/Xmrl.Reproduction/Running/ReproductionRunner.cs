using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Xmrl.Numerics.Parallel;
using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Robustness;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Running;

/// <summary>Makes a table: every run in a folder of its own below runs/, finished ones skipped, stopped ones continued from their
/// checkpoints; results.json after each.</summary>
/// <param name="reproduction">The table.</param>
internal sealed class ReproductionRunner(TableReproduction reproduction) : IExperimentRunner
{
    private const string RunsFolder = "runs";
    private const string ConfigurationName = "config.yaml";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public string Name => reproduction.Id;

    /// <inheritdoc/>
    public string Summary => reproduction.Summary;

    /// <summary>The table.</summary>
    public TableReproduction Reproduction => reproduction;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        ReproductionConfiguration configuration = request.ConfigurationFile is { } file
            ? ConfigurationReader.ReadFile<ReproductionConfiguration>(file)
            : new ReproductionConfiguration
            {
                Reproduction = reproduction.Id,
                Seeds = request.Seeds ?? (request.Quick ? reproduction.QuickSeeds : reproduction.Seeds),
                FirstSeed = request.Seed,
                Quick = request.Quick,
                Scale = reproduction.Variant?.Scale,
                Score = reproduction.Variant?.Score,
                Actions = reproduction.Variant?.Actions,
                Overrides = request.Overrides,
                Data = request.DataFile,
            };

        // Before any folder is made: every run must accept its settings.
        foreach (ReproductionSeries series in reproduction.Series)
        {
            _ = series.Runner.ResolveConfiguration(
                Request(new ReproductionRun(series, configuration.FirstSeed), configuration, request, _ => string.Empty));
        }

        string text = ConfigurationWriter.Write(configuration);
        _ = ConfigurationReader.Read<ReproductionConfiguration>(text, reproduction.Id, []);
        return text;
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunDirectory folder = RunDirectory.OpenPart(request.OutputDirectory);
        ReproductionConfiguration configuration = ConfigurationReader.ReadFile<ReproductionConfiguration>(folder.ConfigurationPath);
        ReproductionRun[] runs = [.. reproduction.Runs(configuration)];
        var book = new ResultBook(reproduction, configuration, folder);
        var estimate = new TimeEstimate(Weights(configuration, request));
        RequireAlike(runs);
        ReproductionRun[] open = [.. runs.Where(run => !TryFinished(run))];
        foreach ((int i, ReproductionRun run) in open.Index())
        {
            request.Processes.ThrowIfStopped(token);
            var reported = new RunProgress(
                progress,
                run,
                (runs.Length - open.Length + i, runs.Length),
                (seconds, left) => estimate.Left(Waiting(i), run.Series.Name, seconds, left));
            try
            {
                RunOrWait(run, reported);
                Enter(run);
            }
            catch (ArithmeticException error)
            {
                log.LogWarning("{Run} has no figures: {Reason}", run.Label, FailureSentence.Of(error));
                book.Fail(run, FailureSentence.Of(error));
            }
        }

        ReproductionResult result = book.Write();
        _ = TablePage.Write(folder);
        return new ExperimentOutcome
        {
            Succeeded = result.Complete,
            RunDirectory = folder.FullPath,
            Rows = [.. result.Cells.Where(cell => cell.Mean is not null).Select(Row)],
            Notes = [result.Summary, .. result.Failures.Select(failure => $"{failure.Label}: {failure.Reason}")],
        };

        IEnumerable<string> Waiting(int i) => open.Skip(i + 1).Select(waiting => waiting.Series.Name);

        void RunOrWait(ReproductionRun run, RunProgress reported)
        {
            // Another reproduction may have made it since. Several processes do not all see the folder of shared runs.
            for (int waits = 0; request.Processes.Size > 1 || !IsFinished(run); waits++)
            {
                try
                {
                    _ = new ExperimentHost().Run(run.Series.Runner, Request(run, configuration, request, PathOf), reported, log, token);
                    return;
                }
                catch (RunInUseException error) when (request.Processes.Size > 1)
                {
                    throw new RunInUseException(
                        $"{error.Message} Another reproduction may be making it: when that has ended, go on with xmrl resume "
                            + $"{folder.FullPath}",
                        error);
                }
                catch (RunInUseException)
                {
                    if (waits == 0)
                    {
                        log.LogWarning(
                            "{Run} is being made by another process in {Folder}; this reproduction waits for it.", run.Label, PathOf(run));
                    }

                    WaitFor(PathOf(run));
                }
            }
        }

        void WaitFor(string path)
        {
            do
            {
                request.Processes.ThrowIfStopped(token);
                token.WaitHandle.WaitOne(s_pause);
            }
            while (RunDirectory.IsRun(path) && RunDirectory.Open(path).IsInUse());
        }

        string PathOf(ReproductionRun run) => Path.Combine(Runs(folder, configuration), run.FolderName);

        void RequireAlike(IEnumerable<ReproductionRun> all)
        {
            foreach (ReproductionRun run in all)
            {
                string stored = Path.Combine(PathOf(run), ConfigurationName);
                ExperimentRequest wanted = Request(run, configuration, request, _ => string.Empty);

                // Read back, so that a setting that did not exist when the run was made has its default.
                if (File.Exists(stored)
                    && run.Series.Runner.ResolveConfiguration(
                        wanted with
                        {
                            ConfigurationFile = stored,
                            Overrides = [],
                            Quick = false,
                        }) != run.Series.Runner.ResolveConfiguration(wanted))
                {
                    throw new ConfigurationException(
                        $"{PathOf(run)} was made with other settings than those of today's {reproduction.Id}: rows that differ in them "
                            + $"are not averaged. Start a new folder.");
                }
            }
        }

        bool IsFinished(ReproductionRun run) => StateOf(PathOf(run)) is { Phase: RunPhase.Done };

        bool TryFinished(ReproductionRun run)
        {
            bool finished = IsFinished(run);
            if (finished)
            {
                Enter(run);
            }

            return finished;
        }

        void Enter(ReproductionRun run)
        {
            RunDirectory directory = RunDirectory.OpenPart(PathOf(run));
            RequireItself(directory, run, configuration, log);
            RunFigures figures = run.Series.Read(directory);
            estimate.Add(run.Series.Name, figures.Seconds);
            book.Add(run, figures, directory);
            _ = book.Write();
        }
    }

    /// <summary>Environment steps of a run of each series, where they can be told.</summary>
    private Dictionary<string, double> Weights(ReproductionConfiguration configuration, ExperimentRequest request)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (ReproductionSeries series in reproduction.Series)
        {
            ExperimentRequest own = Request(
                new ReproductionRun(series, configuration.FirstSeed), configuration, request, _ => string.Empty);
            if (series.Runner.ExpectedSteps(series.Runner.ResolveConfiguration(own), own, series.BasedOn is not null) is { } steps)
            {
                weights[series.Name] = steps;
            }
        }

        return weights;
    }

    /// <summary>The folder holds the run that belongs there, with the results that it wrote.</summary>
    private static void RequireItself(RunDirectory directory, ReproductionRun run, ReproductionConfiguration configuration, ILogger log)
    {
        string[] deciding =
        [
            directory.ConfigurationPath, directory.TasksPath, directory.EvaluationPath, directory.ExplanationPath,
            directory.File("confirmation.json"), directory.File("fidelity.json"), directory.File("planted.json"),
            directory.File("diagnosis.json"),
            directory.File("tabular.json"), directory.File(StudyResult.FileName),
        ];
        RunState state = RunCheck.Require(directory, log, deciding);
        string expected = Describe(run.Series.Action.ToString().ToLowerInvariant(), run.Series.Runner.Name, run.Seed, configuration.Quick);
        string found = Describe(state.Action, state.Experiment, state.Seed, state.Quick);
        if (found != expected)
        {
            throw new InvalidDataException(
                $"{directory.FullPath} holds {found}; expected {expected}. Move it aside, and the run is made again.");
        }

        static string Describe(string action, string experiment, ulong seed, bool quick) =>
            string.Create(CultureInfo.InvariantCulture, $"{action} {experiment}{(quick ? " (quick)" : string.Empty)} of seed {seed}");
    }

    private static RunState? StateOf(string path)
        => RunDirectory.IsRun(path) ? RunDirectory.OpenPart(path).ReadState() : null;

    /// <summary>The folder of the runs. Those of shared runs also tells what other settings than the table's they have.</summary>
    private string Runs(RunDirectory folder, ReproductionConfiguration configuration)
    {
        if (reproduction.SharedRuns is not { } shared)
        {
            return Path.Combine(folder.FullPath, RunsFolder);
        }

        string[] changes = [.. configuration.Overrides.IsDefault ? [] : configuration.Overrides, .. DataOf(configuration)];
        string settings = changes.Length == 0
            ? string.Empty
            : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', changes)))[..4]);
        return RunFiles.Resolve(
            Path.Combine(Path.GetDirectoryName(folder.FullPath)!, $"{shared}{(configuration.Quick ? "-quick" : string.Empty)}{settings}"));
    }

    private static ImmutableArray<string> DataOf(ReproductionConfiguration configuration)
        => configuration.Data is { } data ? MarketArgument.Overrides(data) : [];

    private static SummaryRow Row(CellResult cell) => new()
    {
        Method = cell.Row,
        Measure = cell.Column,
        Score = cell.Mean!.Value,
        Low = cell.Interval?.Low,
        High = cell.Interval?.High,
        NoInterval = cell.Interval?.Reason,
        Verdict = cell.Verdict?.ToString() ?? string.Empty,
    };

    /// <summary>The request of one run: a new folder, or the one that a stopped run left.</summary>
    private ExperimentRequest Request(
        ReproductionRun run, ReproductionConfiguration configuration, ExperimentRequest whole, Func<ReproductionRun, string> pathOf)
    {
        string path = pathOf(run);

        // A process that ended between the folder and its configuration leaves nothing to continue.
        bool resumes = path.Length > 0 && StateOf(path) is not null && File.Exists(Path.Combine(path, ConfigurationName));
        return new ExperimentRequest
        {
            Experiment = run.Series.Runner.Name,
            Action = run.Series.Action,
            Seed = run.Seed,
            OutputDirectory = path,
            IsPart = true,
            Threads = whole.Threads,
            SaveEvery = whole.SaveEvery,
            Processes = whole.Processes,
            Quick = configuration.Quick,
            Force = !resumes,
            ConfigurationFile = resumes ? Path.Combine(path, ConfigurationName) : null,
            Overrides = resumes ? [] : [.. run.Series.Overrides, .. DataOf(configuration), .. configuration.Overrides],
            CommandLine = string.Create(CultureInfo.InvariantCulture, $"{whole.CommandLine} # {run.Label}"),
            ResumeFrom = resumes ? path : null,
            BaseRun = !resumes && path.Length > 0 && run.Series.BasedOn is { } basis
                ? pathOf(run with { Series = reproduction.Series.Single(series => series.Name == basis) })
                : null,
        };
    }
}
