using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Stages;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Statistics;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.MarketData;
using Xmrl.Training.Settings;
using Xmrl.Training.Sources;

namespace Xmrl.Experiments.Definitions;

/// <summary>An experiment that meta-trains a policy and improves it where it generalizes poorly.</summary>
/// <param name="name">Name on the command line.</param>
/// <param name="summary">What it is about, in one sentence.</param>
/// <param name="defaults">Configuration in full length.</param>
/// <param name="quick">Overrides that make it short: a check that everything runs, not a result.</param>
/// <param name="methods">The methods that it may retrain with; null for those that every program has.</param>
public sealed class ImprovementRunner(
    string name, string summary, ImproveConfiguration defaults, ImmutableArray<string> quick, MethodTable? methods = null)
    : IExperimentRunner
{
    /// <summary>For looks at a base run that <see cref="Prepare"/>, which always follows, repeats with its warnings: these are said once.
    /// </summary>
    private static readonly ILogger s_said = NullLogger.Instance;

    private readonly MethodTable _methods = methods ?? MethodTable.Standard;

    /// <summary>All methods that the experiment compares, by which its tables are made; a run retrains with fewer unless it asks for
    /// them. Default: those of its configuration.</summary>
    public ImmutableArray<MethodName> Compared { get; init; } = defaults.Retrain.Methods;

    /// <summary>How the configuration follows from the environment that the user names; null for an experiment that has one.</summary>
    internal EnvironmentDefaults? ByEnvironment { get; init; }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        ApplicableMethods found = Resolve(request);
        ImproveConfiguration configuration = found.Configuration;
        if (request.BaseRun is { } run)
        {
            RequireSameBase(run, request, configuration);
        }

        IEnvironmentFamily family = LearnerFactory.Family(configuration, request.Environments);
        EnvironmentSpec spec = family.Spec;
        TaskSettings sizes = configuration.Tasks;
        if (configuration.Meta.Learner.CheckTasks(family, (sizes.Training, sizes.Validation, sizes.Test)).FirstOrDefault() is
            { Found: not null } wrong)
        {
            throw new ConfigurationException($"{wrong.Path} is {wrong.Found}; expected {wrong.Expected}.");
        }

        if (configuration.Meta.Learner.CheckSpec(spec).FirstOrDefault() is { Found: not null } unfit)
        {
            throw new ConfigurationException($"meta.learner is {unfit.Found}; expected {unfit.Expected}.");
        }

        new RunMemory(configuration, spec, request).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return ConfigurationWriter.Write(configuration);
    }

    /// <summary>The configuration of a request, with the methods that go with its environment and learner.</summary>
    private ApplicableMethods Resolve(ExperimentRequest request)
    {
        ConfigurationDocument document = Document(request);

        // A run that builds on another keeps its training: short variants shorten what follows.
        IEnumerable<string> shorter = request.Quick
            ? Quick(document, request).Where(setting => request.BaseRun is null || !IsOfBase(setting))
            : [];
        ImproveConfiguration configuration = Read(document with { Variant = [.. shorter] }, request);
        configuration = configuration with
        {
            Environment = request.Environments is { } own ? own.Spec.Id : configuration.Environment.Resolve(Folder(request)),
            Market = configuration.Market is { } market ? MarketFactory.WithHash(market) : null,
            Meta = configuration.Meta with { Learner = configuration.Meta.Learner.Resolved(Folder(request)) },
        };
        return request.Action == ExperimentAction.Improve
            ? ApplicableMethods.Of(configuration, _methods, LearnerFactory.Family(configuration, request.Environments))
            : new ApplicableMethods(configuration, null);
    }

    /// <summary>Which of the methods that a request names were left out, and why; null for none, and where a run goes on, which has said
    /// it.</summary>
    private string? Remark(ExperimentRequest request, IEnvironmentFamily family)
        => request.ResumeFrom is null && request.Action == ExperimentAction.Improve
            ? ApplicableMethods.Of(Read(Document(request), request), _methods, family).Remark
            : null;

    /// <summary>What the configuration of a request is read from.</summary>
    private ConfigurationDocument Document(ExperimentRequest request)
    {
        if (request.BaseRun is { } path)
        {
            return new(ConfigurationWriter.Write(BaseRun.Open(path, s_said).Configuration), path);
        }

        ConfigurationDocument? named = request.ConfigurationFile is { } file ? new(ConfigurationReader.LoadText(file), file) : null;
        if (ByEnvironment is not { } following)
        {
            return named ?? new(ConfigurationWriter.Write(defaults), name) { IsOwn = true };
        }

        named ??= new ConfigurationDocument("", name);
        IEnvironmentFamily family = request.Environments
            ?? ConfigurationReader.ReadPart<EnvironmentKey>(named, request.Overrides).Environment.Resolve(Folder(request)).Open();
        return named with { Beneath = ConfigurationWriter.Write(following.Full(family)) };
    }

    /// <summary>The overrides of the short variant.</summary>
    private ImmutableArray<string> Quick(ConfigurationDocument document, ExperimentRequest request)
    {
        ImproveConfiguration full = Read(document, request);
        string[] ofLearner = [.. full.Meta.Learner.Quick.Select(setting => $"meta.{setting}")];
        if (ByEnvironment is not { } following)
        {
            return [.. quick, .. ofLearner];
        }

        IEnvironmentFamily family = request.Environments ?? full.Environment.Resolve(Folder(request)).Open();
        return [.. following.Quick(full, family.Spec.Horizon), .. ofLearner];
    }

    private ImproveConfiguration Read(ConfigurationDocument document, ExperimentRequest request)
        => ConfigurationReader.Read<ImproveConfiguration>(document, [.. Chosen(request.Methods), .. request.Overrides], _methods.Names);

    /// <summary>The folder that paths of a configuration are meant from.</summary>
    private static string Folder(ExperimentRequest request) => request.ConfigurationFolder ?? Directory.GetCurrentDirectory();

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        ImproveConfiguration configuration = Stored(run);
        if (request.BaseRun is not { } path)
        {
            // The identity of the run names its tasks, so they come first.
            IEnvironmentFamily family = LearnerFactory.Family(configuration, request.Environments);
            TaskSets.Draw(configuration.Tasks, family, RandomKey.FromSeed(request.Seed)).Write(run);
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
        ImproveConfiguration read = ConfigurationReader.Read<ImproveConfiguration>(configuration, name, [], _methods.Names);
        var scale = new RunScale(read, _methods, LearnerFactory.Family(read, request.Environments).Spec.Horizon);
        StageList stages = StageList.Of(scale, request.Action);
        return stages.Steps - (hasBase ? stages.StepsOf(StageBook.MetaTraining) : 0);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        long started = Stopwatch.GetTimestamp();
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        ImproveConfiguration configuration = Stored(run);
        using var parts = new RunParts(configuration, request, run, _methods, log);
        StageList stages = StageList.Of(new RunScale(configuration, _methods, parts.Family.Spec.Horizon), request.Action);
        ImmutableArray<string> doubts =
        [
            .. configuration.Market is { } market ? MarketFactory.Review(market)?.Warnings ?? [] : [],
            .. request.Environments is null ? configuration.Environment.Doubts : [],
            .. Remark(request, parts.Family) is { } remark ? [remark] : Array.Empty<string>(),
        ];
        foreach (string doubt in doubts)
        {
            log.LogWarning("{Doubt}", doubt);
        }

        new DescriptionWriter(configuration, request, parts.Family) { Methods = _methods, Stages = stages }.Write(run, name, doubts);
        ImprovementFindings found = stages.Run(parts, progress, token);
        if (found.Explanation is { } explained)
        {
            found = found with
            {
                Planted = PlantedFinding.Of(configuration.Tasks, explained, PlantedFinding.LearnedFrom(configuration.Poor)),
            };
        }

        new EpisodeRecorder(parts).Store(run, found, request.Processes.Alone(token));

        if (found.Planted is { } planted)
        {
            run.Store(run.File(PlantedFinding.FileName), planted);
        }

        TrainingSeries[] trainings = [TrainingSeries.Base, .. configuration.Retrain.Methods.Select(method => _methods[method].Training)];
        IReadOnlyList<string> collapses = TrainingCollapse.InRun(run, trainings, configuration.Scoring.DegradedBy, configuration.Meta);
        foreach (string collapse in configuration.Meta.OnCollapse == CollapseRule.KeepLast ? collapses : [])
        {
            // A training that returned to its best parameters has said so.
            log.LogWarning("{Collapse}", collapse);
        }

        IReadOnlyList<TrainingStandstill> standstills = TrainingStandstill.InRun(run, trainings);
        bool isDead = standstills.Any(standstill => standstill.IsDead);
        bool lacksSignal = found.Explanation?.LacksSignal() ?? false;
        ReportData data = Report.Of(run, _methods);
        run.Store(run.ReportDataPath, stream => ReportFile.Write(data, stream));
        DeleteFormerPage(run);
        log.LogInformation("Finished in {Seconds:f0} s.", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new ExperimentOutcome
        {
            RunDirectory = run.FullPath,
            Rows = [.. found.Summaries.Select(row => Row(row, parts.Family.Spec.ScoreName))],
            Succeeded = !isDead && !lacksSignal,
            Notes =
            [
                .. standstills.Where(standstill => standstill.IsDead).Select(standstill => standstill.Describe()),
                .. lacksSignal ? [StoredExplanation.NoSignal] : Array.Empty<string>(),
                .. data.Diagnosis?.Sentences ?? [],
                .. File.Exists(run.EvaluationPath)
                    && AdaptationLoss.Describe(StoredEvaluation.Read(run), configuration.Scoring.DegradedBy) is { } loss
                    ? [loss]
                    : Array.Empty<string>(),
                data.Identity.Verdict!,
            ],
        };
    }

    /// <summary>What a run that is done ended with, from its files.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The table of evaluation.json, and the verdict.</returns>
    /// <exception cref="InvalidDataException">A file is not valid.</exception>
    internal static ExperimentOutcome OutcomeOf(RunDirectory run)
    {
        RunState state = run.ReadState();
        StoredEvaluation? evaluation = File.Exists(run.EvaluationPath) ? RunJson.Read<StoredEvaluation>(run.EvaluationPath) : null;
        return new ExperimentOutcome
        {
            RunDirectory = run.FullPath,
            Rows = [.. evaluation?.Methods.Select(row => Row(row, evaluation.Score)) ?? []],
            Notes = [.. DiagnosisOf(run)?.Sentences ?? [], .. state.Message.Length > 0 ? [state.Message] : Array.Empty<string>()],
        };
    }

    internal static StoredDiagnosis? DiagnosisOf(RunDirectory run)
        => run.File(StoredDiagnosis.FileName) is var file && File.Exists(file) ? RunJson.Read<StoredDiagnosis>(file) : null;

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
        if (configuration.Environment.Id != trained.Environment.Id
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

    /// <summary>The setting that names the methods of a request; none where it names no methods.</summary>
    private ImmutableArray<string> Chosen(ImmutableArray<string> named)
    {
        if (named.IsEmpty)
        {
            return [];
        }

        IEnumerable<MethodName> chosen = named is [ExperimentRequest.AllMethods]
            ? Compared
            : named.Select(method => _methods.Find(method)?.Name
                ?? throw new ConfigurationException(
                    $"There is no method {method}.{NearestName.Hint(method, [.. _methods.Keys])} {ExperimentRequest.AllMethods} names "
                        + $"those that {name} compares: {string.Join(", ", Compared)}."));
        return [$"retrain.methods=[{string.Join(", ", chosen)}]"];
    }

    private ImproveConfiguration Stored(RunDirectory run)
        => ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath, names: _methods.Names);

    /// <summary>A page that was made of the run before it was done, if there is one: the page of the whole report follows.</summary>
    private static void DeleteFormerPage(RunDirectory run)
    {
        if (File.Exists(run.ReportPath) && !run.Manifest.Entries.ContainsKey(Path.GetFileName(run.ReportPath)))
        {
            RunFiles.Delete(run.ReportPath);
        }
    }

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
}
