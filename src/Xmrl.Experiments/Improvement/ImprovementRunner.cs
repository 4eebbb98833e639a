using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.MarketData;
using Xmrl.Experiments.Planted;
using Xmrl.Experiments.Running;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Selection;
using Xmrl.Explain.Statistics;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Improvement;

/// <summary>An experiment that meta-trains a policy and improves it where it generalizes poorly.</summary>
/// <param name="name">Name on the command line.</param>
/// <param name="summary">What it is about, in one sentence.</param>
/// <param name="defaults">Configuration in full length.</param>
/// <param name="quick">Overrides that make it short: a check that everything runs, not a result.</param>
public sealed class ImprovementRunner(
    string name, string summary, ImproveConfiguration defaults, ImmutableArray<string> quick) : IExperimentRunner
{
    /// <summary>For looks at a base run that <see cref="Prepare"/>, which always follows, repeats with its warnings: these are said once.
    /// </summary>
    private static readonly ILogger s_said = NullLogger.Instance;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        (string yaml, string source) = request switch
        {
            { BaseRun: { } path } => (ConfigurationWriter.Write(BaseRun.Open(path, s_said).Configuration), path),
            { ConfigurationFile: { } file } => (ConfigurationReader.LoadText(file), file),
            _ => (ConfigurationWriter.Write(defaults), name),
        };

        // A run that builds on another keeps its training: short variants shorten what follows.
        IEnumerable<string> shorter = request.Quick ? quick.Where(setting => request.BaseRun is null || !IsOfBase(setting)) : [];
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            yaml, source, [.. shorter, .. request.Overrides]);
        if (configuration.Market is { } market)
        {
            configuration = configuration with { Market = MarketFactory.WithHash(market) };
        }

        if (request.BaseRun is { } run)
        {
            RequireSameBase(run, request, configuration);
        }

        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        if (request.Action == ExperimentAction.Improve && !CanMix(family))
        {
            throw new ConfigurationException(
                $"improve mixes visited states, which {family.Spec.Id} does not define; it can only be trained: see train.");
        }

        new RunMemory(configuration, family.Spec, request).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return ConfigurationWriter.Write(configuration);
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        if (request.BaseRun is not { } path)
        {
            // The identity of the run names its tasks, so they come first.
            TaskSets.Draw(configuration.Tasks, LearnerFactory.Family(configuration), RandomKey.FromSeed(request.Seed)).Write(run);
            return;
        }

        var stored = BaseRun.Open(path, log);
        stored.CopyTo(run, configuration);
        if (request.Action == ExperimentAction.Improve)
        {
            stored.CopyExplanationTo(run, configuration);
        }
    }

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
    {
        ImproveConfiguration read = ConfigurationReader.Read<ImproveConfiguration>(configuration, name, []);
        var cost = new RunCost(read, LearnerFactory.Family(read).Spec.Horizon, request.Action);
        return cost.Total - (hasBase ? cost.Of(ImprovementPipeline.TrainingStage) : 0);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        long started = Stopwatch.GetTimestamp();
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        using var pipeline = new ImprovementPipeline(configuration, request, run, progress, log);
        if (pipeline.Forecast(token) is { } forecast)
        {
            progress.Report(new StageProgress(string.Empty, 0, 0, 0, 0, string.Empty) { Forecast = forecast });
        }

        ImmutableArray<string> doubts = configuration.Market is { } market ? MarketFactory.Review(market)?.Warnings ?? [] : [];
        foreach (string doubt in doubts)
        {
            log.LogWarning("{Doubt}", doubt);
        }

        ImprovementFindings found = Find(pipeline, configuration, request, log, token);
        bool isShare = pipeline.Family.Spec.HasSuccess;
        run.Store(
            run.EvaluationPath,
            new StoredEvaluation
            {
                Score = pipeline.Family.Spec.ScoreName,
                Actions = configuration.Scoring.Actions,
                PoorTest = found.PoorTest,
                Methods = found.Summaries,
            });

        if (found.Planted is { } planted)
        {
            run.Store(run.File(PlantedFinding.FileName), planted);
        }

        IReadOnlyList<string> collapses = TrainingCollapse.InRun(run, configuration);
        foreach (string collapse in configuration.Meta.OnCollapse == CollapseRule.KeepLast ? collapses : [])
        {
            // A training that returned to its best parameters has said so.
            log.LogWarning("{Collapse}", collapse);
        }

        IReadOnlyList<TrainingStandstill> standstills = TrainingStandstill.InRun(run, configuration);
        bool isDead = standstills.Any(standstill => standstill.IsDead);
        bool lacksSignal = found.Explanation?.LacksSignal() ?? false;
        string verdict = Verdict.Of(found.Summaries, isShare, pipeline.Tasks.SeenTestTasks())
            + (found.Confirmation is { } decision ? $" {decision.Reason}" : string.Empty);
        string subject = request.Action == ExperimentAction.Train
            ? "meta-training, and scores on test tasks"
            : "what was adapted poorly, why, and what the repair did";
        var identity = new ReportIdentity
        {
            Title = $"{char.ToUpperInvariant(name[0])}{name[1..]}: {subject}",
            Verdict = verdict,
            Experiment = name,
            EnvironmentId = pipeline.Family.Spec.Id,
            Seed = request.Seed,
            CommandLine = request.CommandLine,
            CreatedAt = run.ReadState().StartedAt,
            DurationSeconds = pipeline.Book.Entries.Sum(entry => entry.Seconds),
            Versions = Versions(run),
            ConfigurationYaml = run.ReadConfiguration(),
            Statuses = [.. standstills.Select(standstill => standstill.Status()), .. Statuses(request, found, [.. doubts, .. collapses])],
        };
        ReportData data = new ReportBuilder(pipeline, configuration, run).Build(identity, found, request.Processes.Alone(token));
        WriteReport(run, data);
        log.LogInformation("Finished in {Seconds:f0} s.", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new ExperimentOutcome
        {
            RunDirectory = run.FullPath,
            Rows = [.. found.Summaries.Select(row => Row(row, pipeline.Family.Spec.ScoreName))],
            Succeeded = !isDead && !lacksSignal,
            Notes =
            [
                .. standstills.Where(standstill => standstill.IsDead).Select(standstill => standstill.Describe()),
                .. lacksSignal ? [StoredExplanation.NoSignal] : Array.Empty<string>(),
                verdict,
            ],
        };
    }

    /// <summary>What a run that is done ended with, from its files.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The table of evaluation.json, and the verdict.</returns>
    /// <exception cref="InvalidDataException">A file is not valid.</exception>
    public static ExperimentOutcome OutcomeOf(RunDirectory run)
    {
        RunState state = run.ReadState();
        StoredEvaluation? evaluation = File.Exists(run.EvaluationPath) ? RunJson.Read<StoredEvaluation>(run.EvaluationPath) : null;
        return new ExperimentOutcome
        {
            RunDirectory = run.FullPath,
            Rows = [.. evaluation?.Methods.Select(row => Row(row, evaluation.Score)) ?? []],
            Notes = state.Message.Length > 0 ? [state.Message] : [],
        };
    }

    /// <summary>Tasks, policy and training of a base policy are what they were.</summary>
    private static void RequireSameBase(string path, ExperimentRequest request, ImproveConfiguration configuration)
    {
        BaseRun stored = BaseRun.Open(path, s_said);
        if (request.Seed != stored.State.Seed)
        {
            throw new ConfigurationException(
                $"{path} has seed {stored.State.Seed}, which decides its tasks; found seed {request.Seed}. For other random numbers of "
                    + $"the repair, set repetition.");
        }

        ImproveConfiguration trained = stored.Configuration;
        if (configuration.Environment != trained.Environment
            || configuration.Tasks.Training != trained.Tasks.Training
            || configuration.Meta != trained.Meta
            || configuration.Market != trained.Market
            || ConfigurationWriter.Write(trained with { Policy = configuration.Policy }) != ConfigurationWriter.Write(trained))
        {
            throw new ConfigurationException(
                $"The base policy of {path} was trained with other settings: environment, tasks.training, policy and meta must stay as "
                    + $"they are there.");
        }
    }

    /// <summary>Whether a setting of a short variant would change the base policy that a run takes over.</summary>
    private static bool IsOfBase(string setting)
        => setting.StartsWith("meta.", StringComparison.Ordinal) || setting.StartsWith("tasks.training=", StringComparison.Ordinal);

    /// <summary>Whether visited states of the environment can be mixed.</summary>
    internal static bool CanMix(IEnvironmentFamily family)
    {
        IEnvironment environment = family.Create(family.SampleTask(RandomKey.FromSeed(0), 0), 1);

        // Environments with a physics engine hold memory outside the heap.
        using (environment as IDisposable)
        {
            return environment is IMixable;
        }
    }

    private static ImprovementFindings Find(
        ImprovementPipeline pipeline, ImproveConfiguration configuration, ExperimentRequest request, ILogger log, CancellationToken token)
    {
        TrainingResult trained = pipeline.Train(token);
        var policies = new List<(ImprovementMethod? Method, Real[] Parameters)> { (null, trained.Parameters) };
        var totals = new List<TrainingTotals> { trained.Totals };
        StoredExplanation? explanation = null;
        StoredConfirmation? confirmation = null;
        PlantedFinding? planted = null;
        IReadOnlyDictionary<ImprovementMethod, StoredMixing> laws = new Dictionary<ImprovementMethod, StoredMixing>();
        if (request.Action == ExperimentAction.Improve)
        {
            explanation = pipeline.Explain(trained.Parameters, token);
            bool isPoor = explanation.Poor.Length > 0 && !explanation.LacksSignal();
            if (explanation.LacksSignal())
            {
                log.LogWarning("{Message}", StoredExplanation.NoSignal);
            }

            if (isPoor)
            {
                _ = pipeline.Fidelity(trained.Parameters, explanation, token);
            }

            laws = isPoor ? pipeline.LearnMixing(trained.Parameters, explanation, token) : laws;
            foreach (ImprovementMethod method in isPoor ? configuration.Retrain.Methods : [])
            {
                if (pipeline.Retrain(method, trained.Parameters, explanation, laws, token) is { } result)
                {
                    policies.Add((method, result.Parameters));
                    totals.Add(result.Totals);
                }
            }

            confirmation = pipeline.Confirm(policies, token);
            planted = PlantedFinding.Of(configuration.Tasks, explanation, PlantedFinding.LearnedFrom(configuration.Poor));
        }

        (IReadOnlyList<MethodScores> methods, double[] selection) = pipeline.Evaluate(policies, explanation, token);
        int[] poor = PoorTaskSelection.WorstShare(selection, configuration.Poor.TestShare);
        IReadOnlyList<MethodSummary> summaries = MethodSummary.Of(
            methods,
            poor,
            pipeline.Score,
            configuration.Scoring.OtherScore,
            (configuration.Scoring.DegradedBy, RandomKey.FromSeed(request.Seed), ScoreRange.Of(pipeline.Family.Spec.HasSuccess)));
        return new ImprovementFindings
        {
            Explanation = explanation,
            Confirmation = confirmation,
            Planted = planted,
            Laws = laws,
            Policies = policies,
            Methods = methods,
            Summaries = summaries,
            PoorTest = poor,
            Totals = totals,
        };
    }

    private static void WriteReport(RunDirectory run, ReportData data)
        => run.Store(run.ReportDataPath, stream => ReportFile.Write(data, stream));

    private static SummaryRow Row(MethodSummary summary, string measure) => new()
    {
        Method = summary.Name,
        Measure = measure,
        Score = summary.Mean.Value,
        Low = summary.Mean.Low,
        High = summary.Mean.High,
        NoInterval = summary.Mean.Reason,
        Difference = summary.ToBase?.Interval.Value,
        PValue = summary.ToBase is { PValue: { } p } && !double.IsNaN(p) ? p : null,
        NoTest = summary.ToBase is { Status: not TestStatus.Tested } untested ? untested.Status.ToWords() : null,
    };

    private static List<ReportEntry> Versions(RunDirectory run)
    {
        EnvironmentInfo info = RunJson.Read<EnvironmentInfo>(run.EnvironmentPath);
        return
        [
            new(
                "Xmrl",
                info.XmrlVersion
                    + (info.Commit is { } commit ? $" ({commit}{(info.Dirty == true ? ", changed" : string.Empty)})" : string.Empty)),
            new(".NET", info.DotNet),
            new("Precision", info.Precision),
            new("Operating system", info.OperatingSystem),
            new("Processor", $"{info.Processor}, {info.Cores} cores, {info.VectorBits}-bit vectors"),
            .. info.Libraries.Select(library => new ReportEntry(library.Key, library.Value)),
        ];
    }

    private static IEnumerable<ReportStatus> Statuses(ExperimentRequest request, ImprovementFindings found, IReadOnlyList<string> warnings)
    {
        if (request.Quick)
        {
            yield return new ReportStatus(
                ReportStatusLevel.Warning, "A quick run: far too short for a result. It shows that everything works.");
        }

        foreach (string warning in warnings)
        {
            yield return new ReportStatus(ReportStatusLevel.Warning, warning);
        }

        if (found.Explanation is { Explanation: null } nothing)
        {
            yield return new ReportStatus(
                ReportStatusLevel.Info,
                $"Nothing is poorly adapted: none of the worst of {nothing.SelectionScores.Length} validation tasks stays below "
                    + $"poor.below on fresh episodes. Nothing was repaired.");
        }

        if (found.Planted is { } planted)
        {
            yield return new ReportStatus(ReportStatusLevel.Info, planted.Describe());
        }

        if (found.Explanation is { Explanation.Agreement: { } agreement } explanation)
        {
            if (explanation.LacksSignal())
            {
                yield return new ReportStatus(ReportStatusLevel.Warning, StoredExplanation.NoSignal);
            }
            else if (!(agreement.PredictedReliability >= StoredExplanation.LeastReliability))
            {
                yield return new ReportStatus(
                    ReportStatusLevel.Warning,
                    $"The influence estimates are noisy: two replicates correlate {agreement.MeanPairwiseSpearman:f2}, their mean is "
                        + $"predicted to reproduce with {agreement.PredictedReliability:f2}.");
            }

            int[] harmful = explanation.Harmful();
            if (harmful.Length > 0)
            {
                yield return new ReportStatus(
                    ReportStatusLevel.Info,
                    $"{harmful.Length} of {explanation.Explanation.Weights.Length} training tasks pull against the poor ones (influence "
                        + $"below 0 beyond its noise), most of all "
                        + $"{string.Join(", ", harmful.Take(5).Select(position => $"train-{position + 1}"))}. At an optimum of the "
                        + $"training the pulls cancel, so some always do.");
            }

            double before = explanation.Poor.Average(position => explanation.SelectionScores[position]);
            double after = explanation.Poor.Average(position => explanation.MeasuredScores[position]);
            yield return new ReportStatus(
                ReportStatusLevel.Info,
                $"The poor validation tasks scored {before:0.00;−0.00} when they were selected and {after:0.00;−0.00} on fresh episodes.");
        }

        if (found.Summaries.Count > 0)
        {
            yield return new ReportStatus(
                ReportStatusLevel.Info,
                $"With the other kind of actions: "
                    + $"{string.Join(", ", found.Summaries.Select(s => $"{s.Name} {s.OtherActionsMean:0.000;−0.000}"))}.");
        }
    }
}
