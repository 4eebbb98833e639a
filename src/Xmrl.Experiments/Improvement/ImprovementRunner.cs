using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.MarketData;
using Xmrl.Experiments.Running;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Selection;
using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Improvement;

/// <summary>An experiment that meta-trains a policy and improves it where it generalizes poorly.</summary>
/// <param name="name">Name on the command line.</param>
/// <param name="summary">What it is about, in one sentence.</param>
/// <param name="defaults">Configuration in full length.</param>
/// <param name="quick">Overrides that make it short: a check that everything runs, not a result.</param>
public sealed class ImprovementRunner(string name, string summary, ImproveConfiguration defaults, ImmutableArray<string> quick) : IExperimentRunner
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        string yaml = request.ConfigurationFile is { } file ? ConfigurationReader.LoadText(file) : ConfigurationWriter.Write(defaults);
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            yaml, request.ConfigurationFile ?? name, [.. request.Quick ? quick : [], .. request.Overrides]);
        if (configuration.Market is { } market)
        {
            configuration = configuration with { Market = MarketFactory.WithHash(market) };
        }

        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        if (request.Action == ExperimentAction.Improve && !CanMix(family))
        {
            throw new ConfigurationException($"improve mixes visited states, which {family.Spec.Id} does not define; it can only be trained: see train.");
        }

        return ConfigurationWriter.Write(configuration);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        long started = Stopwatch.GetTimestamp();
        RunDirectory run = RunDirectory.Open(request.OutputDirectory);
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        using var pipeline = new ImprovementPipeline(configuration, request, run, progress, log);
        ImprovementFindings found = Find(pipeline, configuration, request, token);
        bool isShare = pipeline.Family.Spec.HasSuccess;
        RunJson.Write(run.EvaluationPath, new StoredEvaluation { Score = pipeline.Family.Spec.ScoreName, Actions = configuration.Scoring.Actions, PoorTest = found.PoorTest, Methods = found.Summaries });

        string verdict = Verdict.Of(found.Summaries, isShare);
        var identity = new ReportIdentity
        {
            Title = $"{char.ToUpperInvariant(name[0])}{name[1..]}: {(request.Action == ExperimentAction.Train ? "meta-training, and scores on unseen tasks" : "what was adapted poorly, why, and what the repair did")}",
            Verdict = verdict,
            Experiment = name,
            EnvironmentId = pipeline.Family.Spec.Id,
            Seed = request.Seed,
            CommandLine = request.CommandLine,
            CreatedAt = run.ReadState().StartedAt,
            DurationSeconds = pipeline.Book.Entries.Sum(entry => entry.Seconds),
            Versions = Versions(run),
            ConfigurationYaml = File.ReadAllText(run.ConfigurationPath),
            Statuses = [.. Statuses(request, found)],
        };
        ReportData data = new ReportBuilder(pipeline, configuration, run).Build(identity, found);
        WriteReport(run, data);
        log.LogInformation("Finished in {Seconds:f0} s.", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new ExperimentOutcome
        {
            RunDirectory = run.FullPath,
            Rows = [.. found.Summaries.Select(row => Row(row, pipeline.Family.Spec.ScoreName))],
            Notes = [verdict],
        };
    }

    private static bool CanMix(IEnvironmentFamily family) => family.Create(family.SampleTask(RandomKey.FromSeed(0), 0), 1) is IMixable;

    private static ImprovementFindings Find(ImprovementPipeline pipeline, ImproveConfiguration configuration, ExperimentRequest request, CancellationToken token)
    {
        TrainingResult trained = pipeline.Train(token);
        var policies = new List<(ImprovementMethod? Method, Real[] Parameters)> { (null, trained.Parameters) };
        var totals = new List<TrainingTotals> { trained.Totals };
        StoredExplanation? explanation = null;
        IReadOnlyDictionary<ImprovementMethod, StoredMixing> laws = new Dictionary<ImprovementMethod, StoredMixing>();
        if (request.Action == ExperimentAction.Improve)
        {
            explanation = pipeline.Explain(trained.Parameters, token);
            laws = pipeline.LearnMixing(trained.Parameters, explanation, token);
            foreach (ImprovementMethod method in configuration.Retrain.Methods)
            {
                if (pipeline.Retrain(method, trained.Parameters, explanation, laws, token) is { } result)
                {
                    policies.Add((method, result.Parameters));
                    totals.Add(result.Totals);
                }
            }
        }

        (IReadOnlyList<MethodScores> methods, double[] selection) = pipeline.Evaluate(policies, token);
        int[] poor = PoorTaskSelection.WorstShare(selection, configuration.Poor.TestShare);
        IReadOnlyList<MethodSummary> summaries = MethodSummary.Of(
            methods,
            poor,
            pipeline.Score,
            scores => Other(scores, configuration.Scoring.Actions),
            (configuration.Scoring.DegradedBy, RandomKey.FromSeed(request.Seed)));
        return new ImprovementFindings
        {
            Explanation = explanation,
            Laws = laws,
            Policies = policies,
            Methods = methods,
            Summaries = summaries,
            PoorTest = poor,
            Totals = totals,
        };
    }

    private static double Other(TaskScores scores, ActionKind reported) => (reported == ActionKind.Mean ? scores.Sampled : scores.MeanActions)[^1];

    private static void WriteReport(RunDirectory run, ReportData data) => Runs.AtomicFile.Write(run.ReportDataPath, stream => ReportFile.Write(data, stream));

    private static SummaryRow Row(MethodSummary summary, string measure) => new()
    {
        Method = summary.Name,
        Measure = measure,
        Score = summary.Mean.Value,
        Low = summary.Mean.Low,
        High = summary.Mean.High,
        Difference = summary.ToBase?.Interval.Value,
        PValue = summary.ToBase is { PValue: var p } && !double.IsNaN(p) ? p : null,
    };

    private static List<ReportEntry> Versions(RunDirectory run)
    {
        EnvironmentInfo info = RunJson.Read<EnvironmentInfo>(run.EnvironmentPath);
        return
        [
            new("Xmrl", info.XmrlVersion + (info.Commit is { } commit ? $" ({commit}{(info.Dirty == true ? ", changed" : string.Empty)})" : string.Empty)),
            new(".NET", info.DotNet),
            new("Precision", info.Precision),
            new("Operating system", info.OperatingSystem),
            new("Processor", $"{info.Processor}, {info.Cores} cores, {info.VectorBits}-bit vectors"),
            .. info.Libraries.Select(library => new ReportEntry(library.Key, library.Value)),
        ];
    }

    private static IEnumerable<ReportStatus> Statuses(ExperimentRequest request, ImprovementFindings found)
    {
        if (request.Quick)
        {
            yield return new ReportStatus(ReportStatusLevel.Warning, "A quick run: far too short for a result. It shows that everything works.");
        }

        if (found.Explanation is { } explanation)
        {
            double correlation = explanation.Explanation.Agreement.MeanPairwiseSpearman;
            if (explanation.Explanation.Agreement.PredictedReliability < 0.8)
            {
                yield return new ReportStatus(ReportStatusLevel.Warning, $"The influence estimates are noisy: two replicates correlate {correlation:f2}, their mean is predicted to reproduce with {explanation.Explanation.Agreement.PredictedReliability:f2}.");
            }

            double before = explanation.Poor.Average(position => explanation.SelectionScores[position]);
            double after = explanation.Poor.Average(position => explanation.MeasuredScores[position]);
            yield return new ReportStatus(ReportStatusLevel.Info, $"The poor validation tasks scored {before:f2} when they were selected and {after:f2} on fresh episodes.");
        }

        if (found.Summaries.Count > 0)
        {
            yield return new ReportStatus(ReportStatusLevel.Info, $"With the other kind of actions: {string.Join(", ", found.Summaries.Select(s => $"{s.Name} {s.OtherActionsMean:f3}"))}.");
        }
    }
}
