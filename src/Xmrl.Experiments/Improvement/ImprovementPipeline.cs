using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Running;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Improvement;

/// <summary>The stages of an improvement run: meta-train, find poor tasks, explain, learn the mixing law, retrain with every method, score
/// on test tasks. Each stage stores what it found and is skipped when a run is continued.</summary>
public sealed partial class ImprovementPipeline : IDisposable
{
    private readonly ImproveConfiguration _configuration;
    private readonly RunDirectory _run;
    private readonly IProgress<StageProgress> _progress;
    private readonly ILogger _log;
    private readonly WorkPool _pool;
    private readonly RandomKey _root;
    private readonly RandomKey _repair;
    private readonly int _stageCount;
    private readonly MethodPlans _plans;
    private readonly RunCost _cost;
    private readonly int _probeTasks;
    private readonly TimeSpan _saveEvery;
    private int _stage;

    /// <summary>Prepares a run.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="request">Seed, processes and threads.</param>
    /// <param name="run">Where everything is stored.</param>
    /// <param name="progress">Told of progress.</param>
    /// <param name="log">Receives warnings.</param>
    public ImprovementPipeline(
        ImproveConfiguration configuration, ExperimentRequest request, RunDirectory run, IProgress<StageProgress> progress, ILogger log)
    {
        _configuration = configuration;
        _run = run;
        _progress = progress;
        _log = log;
        _root = RandomKey.FromSeed(request.Seed);
        _repair = RepairKeyOf(_root, configuration.Repetition);
        _saveEvery = request.SaveEvery;
        Family = LearnerFactory.Family(configuration);
        Policy = LearnerFactory.Policy(configuration.Policy, Family.Spec);
        _pool = new WorkPool(request.Threads, request.Processes);
        Learner = configuration.Meta.Learner.Create(Parts());
        if (request.Action != ExperimentAction.Train && configuration.Tasks.Fresh)
        {
            throw new ConfigurationException("tasks.fresh: explaining and repairing need a set of training tasks; it is for train alone.");
        }

        Evaluator = new AdaptationEvaluator(Learner);

        // A run that is continued, or that builds on another, keeps the tasks that it began with, not those that this version would draw.
        Tasks = TaskSets.ReadOrNull(run, configuration.Tasks, Family.Spec) ?? TaskSets.Draw(configuration.Tasks, Family, _root);
        Book = StageBook.Open(run, log);
        _cost = new RunCost(configuration, Family.Spec.Horizon, request.Action);
        _probeTasks = request.Threads * request.Processes.Size;
        _plans = new MethodPlans(configuration, Family, Tasks, _repair.Derive(RandomPurpose.Selection).Derive(4UL));
        _stageCount = request.Action == ExperimentAction.Train
            ? 2
            : 3 + MixingSeries().Count()
                + configuration.Retrain.Methods.Length
                + (configuration.Confirm.Tasks > 0 ? 1 : 0)
                + (configuration.Explain.Fidelity ? 3 : 0);
        if (!File.Exists(run.TasksPath))
        {
            Tasks.Write(run);
        }
    }

    /// <summary>The environments.</summary>
    public IEnvironmentFamily Family { get; }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>The learner.</summary>
    public MetaLearner Learner { get; }

    /// <summary>Scores meta-policies.</summary>
    public AdaptationEvaluator Evaluator { get; }

    /// <summary>The tasks.</summary>
    public TaskSets Tasks { get; }

    /// <summary>What the stages cost.</summary>
    public StageBook Book { get; }

    /// <summary>Scoring options of the run.</summary>
    public EvaluationOptions Scoring => _configuration.Scoring.Options(_configuration.Meta.Learner.AdaptationSteps);

    /// <summary>The same where the reported score alone is wanted.</summary>
    private EvaluationOptions ReportedScoring => _configuration.Scoring.ReportedOnly(_configuration.Meta.Learner.AdaptationSteps);

    /// <summary>The key under which all methods are scored on the test tasks.</summary>
    public RandomKey TestKey => TestKeyOf(_root);

    /// <summary>The key of the tasks on which the candidates of a sweep are scored, and of their episodes.</summary>
    internal RandomKey SweepKey => _root.Derive(RandomPurpose.Evaluation).Derive(5UL);

    /// <summary>Stage 1: meta-training of the base policy.</summary>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>The base policy.</returns>
    public TrainingResult Train(CancellationToken token)
    {
        MetaSettings meta = _configuration.Meta;
        var start = new Real[Learner.ParameterCount];
        Learner.Initialize(_root.Derive(RandomPurpose.Initialization), start);
        return TrainStage(TrainingStage, new TrainingPlan
        {
            Series = BaseSeries,
            MetricsName = "metrics.jsonl",
            Start = start,
            Iterations = meta.Iterations,
            OnFailure = meta.OnFailure,
            Tasks = key => DrawBatch(key, meta.TasksPerIteration),
            OuterStep = meta.Learner.OuterStep(meta.Learner.Schedule(meta.Iterations), Learner.ParameterCount),
            Key = _root.Derive(RandomPurpose.Other).Derive(1UL),
            Validate = Validate,
            ReturnsBeyond = ReturnsBeyond,
            ValidateEvery = ValidateEvery(meta.Iterations, meta.Validations),
        }, token);
    }

    /// <summary>Stage 4: retrains the base policy by one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="laws">Learned laws.</param>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>The retrained policy; null where the method does not apply.</returns>
    public TrainingResult? Retrain(
        ImprovementMethod method, Real[] parameters, StoredExplanation explanation,
        IReadOnlyDictionary<ImprovementMethod, StoredMixing> laws, CancellationToken token)
    {
        if (_plans.Tasks(method, explanation, laws) is not { } tasks)
        {
            _log.LogWarning(
                "{Method} needs a distance between tasks, which {Environment} does not define: left out.", MethodNames.Of(method),
                Family.Spec.Id);
            _stage++;
            return null;
        }

        RetrainSettings settings = _configuration.Retrain;
        double scale = settings.Tuning.Of(method).StepScale;
        using MetaLearner? own = _plans.Regularization(method) is { } regularization
            ? _configuration.Meta.Learner.Create(Parts() with { Regularization = regularization })
            : null;
        string series = RetrainSeries(method);
        return TrainStage(RetrainStage(method), new TrainingPlan
        {
            Series = series,
            MetricsName = $"metrics-{series}.jsonl",
            Start = parameters,
            Iterations = settings.Iterations,
            OnFailure = _configuration.Meta.OnFailure,
            Tasks = key => tasks.Draw(Policy, key),
            OuterStep = _configuration.Meta.Learner.OuterStep(settings.Schedule(scale), Learner.ParameterCount),
            Key = _repair.Derive(RandomPurpose.Other).Derive(2UL),
            Learner = own,
            Validate = settings.Validations > 0 ? Validate : null,
            ReturnsBeyond = settings.Validations > 0 ? ReturnsBeyond : null,
            ValidateEvery = ValidateEvery(settings.Iterations, settings.Validations),
        }, token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }

    internal const string TrainingStage = "Meta-training";
    internal const string ExplanationStage = "Explanation";
    internal const string FidelityStage = "Fidelity";
    internal const string ConfirmationStage = "Confirmation";
    internal const string EvaluationStage = "Evaluation";
    internal const string BaseSeries = "base";

    /// <summary>The key under which a run with the given root key scores policies on its test tasks.</summary>
    internal static RandomKey TestKeyOf(RandomKey root) => root.Derive(RandomPurpose.Evaluation).Derive(3UL);

    /// <summary>The key of everything after meta-training. Repetition 0 has that of a run without repetitions.</summary>
    internal static RandomKey RepairKeyOf(RandomKey root, int repetition)
        => repetition == 0 ? root : root.Derive(RandomPurpose.Other).Derive(3UL).Derive((ulong)repetition);

    internal static string MixingStage(ImprovementMethod method) => $"Augmentation: {MethodNames.Of(method)}";

    internal static string RetrainSeries(ImprovementMethod method) => "retrain-" + MethodNames.Series(method);

    internal static string RetrainStage(ImprovementMethod method) => $"Retraining: {MethodNames.Of(method)}";

    private LearnerParts Parts() => new() { Family = Family, Policy = Policy, Pool = _pool };

    private double? ReturnsBeyond => _configuration.Meta.OnCollapse == CollapseRule.ReturnToBest ? _configuration.Scoring.DegradedBy : null;

    /// <summary>Mean score on the validation tasks; the same noise for all parameters.</summary>
    private double Validate(Real[] theta, CancellationToken token)
    {
        RandomKey key = _root.Derive(RandomPurpose.Evaluation).Derive(1UL);
        return Evaluator.Evaluate(theta, Tasks.Validation, ReportedScoring, key, token).Average(Score);
    }

    private TaskPlan[] DrawBatch(RandomKey key, int count)
    {
        if (_configuration.Tasks.Fresh)
        {
            RandomKey own = key.Derive(RandomPurpose.TaskSampling);
            return [.. Enumerable.Range(0, count).Select(i => new TaskPlan { MdpTask = Family.SampleTask(own, i) })];
        }

        var order = new int[Tasks.Training.Count];
        key.Derive(RandomPurpose.TaskBatch).Permutation(order);
        return [.. order.Take(count).Order().Select(position => new TaskPlan { MdpTask = Tasks.Training[position] })];
    }

    private TrainingResult TrainStage(string name, TrainingPlan plan, CancellationToken token)
    {
        int stage = _stage++;
        TrainingResult result = new TrainingLoop(_run, plan.Learner ?? Learner, _log) { SaveEvery = _saveEvery }.Run(
            plan, (done, detail) => Report(name, stage, done, plan.Iterations, detail), token);
        Book.Add(new StageBook.Entry(name, plan.Iterations, result.Totals.Interactions, result.Totals.Seconds));
        return result;
    }

    private T Stage<T>(string name, string path, Func<Action<long, long, string>, (T Result, long Iterations, long Interactions)> body)
    {
        int stage = _stage++;
        if (File.Exists(path) && Book.Entries.Any(entry => entry.Name == name))
        {
            if (_run.Manifest.IsWhole(path))
            {
                return RunJson.Read<T>(path);
            }

            _log.LogWarning("{File} is not what {Stage} stored: the stage is repeated.", Path.GetFileName(path), name);
        }

        long started = Stopwatch.GetTimestamp();
        (T result, long iterations, long interactions) = body((done, total, detail) => Report(name, stage, done, total, detail));
        _run.Store(path, result);
        Book.Add(new StageBook.Entry(name, iterations, interactions, Stopwatch.GetElapsedTime(started).TotalSeconds));
        return result;
    }
}
