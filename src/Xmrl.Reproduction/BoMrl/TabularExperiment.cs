using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Tabular;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Tabular;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Meta-training on exact tables, in the run record of every experiment: a run of a second, which is made anew where it was
/// stopped.</summary>
/// <param name="defaults">The configuration in full length.</param>
internal sealed class TabularExperiment(TabularConfiguration defaults) : IExperimentRunner
{
    private const string Training = StageBook.MetaTraining;
    private const string Evaluation = "Evaluation";

    /// <summary>The solution of a linear objective is one step: what is left of its gradient is rounding.</summary>
    private const double LinearTolerance = 1e-7;

    private static readonly ImmutableArray<string> s_quick = ["iterations=20"];

    /// <inheritdoc/>
    public string Name => "frozenlake-tables";

    /// <inheritdoc/>
    public string Summary => "Meta-training on Frozen Lake as exact tables.";

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        ConfigurationDocument document = request.ConfigurationFile is { } file
            ? new(ConfigurationReader.LoadText(file), file)
            : new(ConfigurationWriter.Write(defaults), Name) { IsOwn = true };

        // A training that takes no steps has none to leave out.
        ImmutableArray<string> shorter = request.Quick && defaults.Iterations > 0 ? s_quick : [];
        TabularConfiguration configuration = ConfigurationReader.Read<TabularConfiguration>(
            document with { Variant = shorter }, request.Overrides);
        _ = Family(configuration);
        return ConfigurationWriter.Write(configuration);
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        TabularConfiguration settings = Stored(run);
        TaskSets.Draw(Sizes(settings), Family(settings), RandomKey.FromSeed(request.Seed)).Write(run);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        TabularConfiguration settings = Stored(run);
        IEnvironmentFamily family = Family(settings);
        TaskSets tasks = TaskSets.Read(run.TasksPath, family.Spec);
        TabularMdp[] training = Models(family, tasks.Training);
        TabularMdp[] fresh = Models(family, tasks.Test);
        var keys = new RunKeys(RandomKey.FromSeed(request.Seed));
        var candidates = new List<(TabularFigures.TrainedPolicy Figures, TabularTraining Training)>();
        var clock = (Training: 0.0, Evaluation: 0.0);
        foreach ((int i, double strength) in settings.Strengths.Index())
        {
            request.Processes.ThrowIfStopped(token);
            progress.Report(new StageProgress(Training, 0, 2, i, settings.Strengths.Length, $"λ = {strength:0.####}"));
            TabularLearnerOptions options = Options(settings, strength);
            long began = Stopwatch.GetTimestamp();
            TabularTraining trained = new TabularLearner(training, options).Train(new double[training[0].Rewards.Length], keys.Training);
            clock.Training += Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (trained.Skipped > 0)
            {
                log.LogWarning(
                    "{Skipped} of {Iterations} iterations took no step. {Detail}", trained.Skipped, settings.Iterations, trained.Detail);
            }

            progress.Report(new StageProgress(Evaluation, 1, 2, i, settings.Strengths.Length, $"λ = {strength:0.####}"));
            began = Stopwatch.GetTimestamp();
            var measurement = new TabularMeasurement(settings, options.Rule, options.Sampling);
            candidates.Add((
                new TabularFigures.TrainedPolicy
                {
                    Strength = strength,
                    Parameters = trained.Parameters,
                    Training = measurement.Of(training, trained.Parameters, keys.Validation),
                    Fresh = measurement.Of(fresh, trained.Parameters, keys.Test),
                    Skipped = trained.Skipped,
                    Detail = trained.Detail,
                },
                trained));
            clock.Evaluation += Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        int chosen = Enumerable.Range(0, candidates.Count).MaxBy(i => candidates[i].Figures.Training.Curve[1]);
        WriteMetrics(run, candidates[chosen].Training);
        run.Store(
            run.File(TabularFigures.FileName),
            new TabularFigures { Candidates = [.. candidates.Select(candidate => candidate.Figures)], Chosen = chosen });
        var book = StageBook.Open(run, log);
        long steps = (long)settings.Episodes * settings.Horizon;
        book.Add(new(Training, settings.Iterations, 2 * steps * Batch(settings) * settings.Iterations * candidates.Count, clock.Training));
        book.Add(new(Evaluation, 1, 0, clock.Evaluation));
        return new ExperimentOutcome { RunDirectory = run.FullPath };
    }

    private static int Batch(TabularConfiguration settings) => Math.Min(settings.TasksPerIteration, settings.TrainingTasks);

    private static TabularLearnerOptions Options(TabularConfiguration settings, double strength) => new()
    {
        Rule = new TabularOptions
        {
            Divergence = settings.Divergence,
            Strength = strength,
            IsLinear = settings.IsLinear,
            Tolerance = settings.IsLinear ? LinearTolerance : new TabularOptions().Tolerance,
            Terms = settings.FirstOrder ? HyperGradientTerms.None : HyperGradientTerms.All,
        },
        Iterations = settings.Iterations,
        BatchSize = settings.TasksPerIteration,
        StepSize = settings.OuterStepSize,
        Sampling = settings.Episodes == 0 ? null : new EpisodeSampling { Episodes = settings.Episodes, Horizon = settings.Horizon },
    };

    private static TaskSettings Sizes(TabularConfiguration settings)
        => new() { Training = settings.TrainingTasks, Validation = 1, Test = settings.FreshTasks };

    private static IEnvironmentFamily Family(TabularConfiguration settings)
    {
        EnvironmentRegistry known = LearnerFactory.Environments();
        return known.TryGet(settings.Environment, out IEnvironmentFamily? family) && family is ITabularFamily
            ? family
            : throw new ConfigurationException(
                $"environment is {settings.Environment}; expected one whose tasks are tables: "
                    + $"{string.Join(", ", known.Ids.Where(id => known.Get(id) is ITabularFamily))}.");
    }

    private static TabularMdp[] Models(IEnvironmentFamily family, IReadOnlyList<MdpTask> tasks)
        => [.. tasks.Select(((ITabularFamily)family).Model)];

    private static TabularConfiguration Stored(RunDirectory run)
        => ConfigurationReader.ReadFile<TabularConfiguration>(run.ConfigurationPath);

    private static void WriteMetrics(RunDirectory run, TabularTraining trained)
    {
        using MetricsWriter metrics = MetricsWriter.Open(run.MetricsPath);
        for (int t = 0; t < trained.After.Count; t++)
        {
            metrics.Write(t, [new("return_before", trained.Before[t]), new("return_after", trained.After[t])]);
        }
    }
}
