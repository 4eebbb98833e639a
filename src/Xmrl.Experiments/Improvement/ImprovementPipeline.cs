using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Running;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.Influence;
using Xmrl.Explain.MixingLaws;
using Xmrl.Explain.Selection;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Improvement;

/// <summary>The stages of an improvement run: meta-train, find poor tasks, explain, learn the mixing law, retrain with every method, score on unseen tasks.
/// Each stage stores what it found and is skipped when a run is continued.</summary>
public sealed class ImprovementPipeline : IDisposable
{
    private readonly ImproveConfiguration _configuration;
    private readonly RunDirectory _run;
    private readonly IProgress<StageProgress> _progress;
    private readonly ILogger _log;
    private readonly WorkPool _pool;
    private readonly RandomKey _root;
    private readonly int _stageCount;
    private int _stage;

    /// <summary>Prepares a run.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="request">Seed, processes and threads.</param>
    /// <param name="run">Where everything is stored.</param>
    /// <param name="progress">Told of progress.</param>
    /// <param name="log">Receives warnings.</param>
    public ImprovementPipeline(ImproveConfiguration configuration, ExperimentRequest request, RunDirectory run, IProgress<StageProgress> progress, ILogger log)
    {
        _configuration = configuration;
        _run = run;
        _progress = progress;
        _log = log;
        _root = RandomKey.FromSeed(request.Seed);
        Family = LearnerFactory.Family(configuration);
        Policy = LearnerFactory.Policy(configuration.Policy, Family.Spec);
        _pool = new WorkPool(request.Threads, request.Processes);
        Learner = LearnerFactory.Learner(configuration.Meta, Family, Policy, _pool);
        if (request.Action != ExperimentAction.Train && !MixingLearner.Supports(Learner.Options))
        {
            throw new ConfigurationException("meta: explaining and repairing need fixed inner steps, that is learner: maml, firstOrderMaml or proMp with stepSizeLearning: fixed. Other learners can be trained.");
        }

        if (request.Action != ExperimentAction.Train && configuration.Tasks.Fresh)
        {
            throw new ConfigurationException("tasks.fresh: explaining and repairing need a set of training tasks; it is for train alone.");
        }

        Evaluator = new AdaptationEvaluator(Learner);
        Tasks = TaskSets.Draw(configuration.Tasks, Family, _root);
        Book = new StageBook(run);
        _stageCount = request.Action == ExperimentAction.Train ? 2 : 3 + MixingSeries().Count() + configuration.Retrain.Methods.Length;
        RunJson.Write(run.TasksPath, Tasks);
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
    public EvaluationOptions Scoring => new()
    {
        Steps = _configuration.Meta.InnerSteps,
        AdaptationTrajectories = _configuration.Scoring.AdaptationTrajectories,
        SampledTrajectories = _configuration.Scoring.SampledTrajectories,
        MeanTrajectories = _configuration.Scoring.MeanTrajectories,
        Repeats = _configuration.Scoring.Repeats,
    };

    /// <summary>The key under which all methods are scored on the test tasks.</summary>
    public RandomKey TestKey => _root.Derive(RandomPurpose.Evaluation).Derive(3UL);

    /// <summary>Stage 1: meta-training of the base policy.</summary>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>The base policy.</returns>
    public TrainingResult Train(CancellationToken token)
    {
        MetaSettings meta = _configuration.Meta;
        var start = new Real[Learner.ParameterCount];
        Learner.Initialize(_root.Derive(RandomPurpose.Initialization), start);
        RandomKey validationKey = _root.Derive(RandomPurpose.Evaluation).Derive(1UL);
        return TrainStage("Meta-training", new TrainingPlan
        {
            Series = "base",
            MetricsName = "metrics.jsonl",
            Start = start,
            Iterations = meta.Iterations,
            OnFailure = meta.OnFailure,
            Tasks = key => DrawBatch(key, meta.TasksPerIteration),
            OuterStep = LearnerFactory.OuterStep(meta, (meta.OuterStepSize, meta.FinalStepShare), meta.Iterations, Learner.ParameterCount),
            Key = _root.Derive(RandomPurpose.Other).Derive(1UL),
            Validate = theta => Evaluator.Evaluate(theta, Tasks.Validation, Scoring, validationKey, CancellationToken.None).Average(Score),
            ValidateEvery = Math.Max(1, meta.Iterations / 20),
        }, token);
    }

    /// <summary>Stage 2: the poorly adapted validation tasks, and the training tasks that matter for them.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    public StoredExplanation Explain(Real[] parameters, CancellationToken token) => Stage("Explanation", _run.ExplanationPath, report =>
    {
        PoorSettings poor = _configuration.Poor;
        RandomKey key = _root.Derive(RandomPurpose.Selection);
        double[] selection = Scores(parameters, Tasks.Validation, Scoring with { Repeats = poor.SelectionRepeats }, key.Derive(1UL), token);
        double[] measured = Scores(parameters, Tasks.Validation, Scoring with { Repeats = poor.SelectionRepeats }, key.Derive(2UL), token);
        int[] positions = PoorTaskSelection.Worst(selection, poor.Count);
        ExplainSettings settings = _configuration.Explain;
        Explanation explanation = new InfluenceEstimator(Learner, LearnerFactory.Influence(settings)).Explain(
            parameters,
            Tasks.Training,
            [.. positions.Select(position => Tasks.Validation[position])],
            (settings.CriticalTasks, key.Derive(3UL)),
            done => report(done, settings.Iterations, $"fresh rollouts of {Tasks.Training.Count + positions.Length} tasks"),
            token);
        RequireFinite(explanation.Replicates, index => $"Explanation, the influence of training task {index % Tasks.Training.Count} in iteration {index / Tasks.Training.Count}");
        var stored = new StoredExplanation
        {
            Poor = positions,
            SelectionScores = selection,
            MeasuredScores = measured,
            Critical = explanation.Critical(settings.CriticalTasks),
            Explanation = explanation,
        };
        return (stored, settings.Iterations, explanation.Interactions);
    });

    /// <summary>Stage 3: learns the mixing laws that the configured methods need.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Laws by method; methods without a learned law are missing, as is NearestCritical where tasks have no distance.</returns>
    public IReadOnlyDictionary<ImprovementMethod, StoredMixing> LearnMixing(Real[] parameters, StoredExplanation explanation, CancellationToken token)
    {
        var laws = new Dictionary<ImprovementMethod, StoredMixing>();
        foreach (ImprovementMethod method in MixingSeries())
        {
            if (CriticalOf(method, explanation) is not { } critical)
            {
                _stage++;
                continue;
            }

            laws[method] = Stage(MixingStage(method), _run.File($"mixing-{MethodNames.Series(method)}.json"), report =>
            {
                MixingOptions options = LearnerFactory.Mixing(_configuration.Augment);
                var initial = new double[options.Law.ParameterCount];
                options.Law.Initialize(initial);
                MixingResult result;
                try
                {
                    result = new MixingLearner(Learner, options).Learn(
                        parameters,
                        [.. critical.Select(position => Tasks.Training[position])],
                        [.. Enumerable.Range(0, Tasks.Training.Count).Except(critical).Select(position => Tasks.Training[position])],
                        _root.Derive(RandomPurpose.MixingCoefficients).Derive(1UL),
                        done => report(done, options.Iterations, $"{options.Sets} sets of coefficients"),
                        token);
                }
                catch (ArgumentException error) when (error.ParamName is "means" or "standardDeviations")
                {
                    throw NotFinite($"{MixingStage(method)}, the posterior of the meta-parameters", error);
                }

                var stored = new StoredMixing { Critical = critical, Initial = initial, Parameters = result.Parameters, Iterations = result.Iterations, Interactions = result.Interactions };
                return (stored, options.Iterations, result.Interactions);
            });
        }

        return laws;
    }

    /// <summary>Stage 4: retrains the base policy by one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="laws">Learned laws.</param>
    /// <param name="token">Saves and throws when cancelled.</param>
    /// <returns>The retrained policy; null where the method does not apply.</returns>
    public TrainingResult? Retrain(ImprovementMethod method, Real[] parameters, StoredExplanation explanation, IReadOnlyDictionary<ImprovementMethod, StoredMixing> laws, CancellationToken token)
    {
        if (CriticalOf(method, explanation) is not { } critical)
        {
            _log.LogWarning("{Method} needs a distance between tasks, which {Environment} does not define: left out.", MethodNames.Of(method), Family.Spec.Id);
            _stage++;
            return null;
        }

        RetrainSettings settings = _configuration.Retrain;
        IMixingLaw law = LearnerFactory.Law(_configuration.Augment.Law);
        var tasks = new RetrainingTasks
        {
            Training = Tasks.Training,
            Critical = critical,
            Others = settings.OtherTasks,
            Advantage = settings.Advantage,
            Mass = new UnionMass(_configuration.Augment.InnerMass, _configuration.Augment.OuterMass),
            CriticalWeight = method == ImprovementMethod.DoubleWeight ? 2 : 1,
            Mixing = method switch
            {
                ImprovementMethod.Continued or ImprovementMethod.DoubleWeight => null,
                ImprovementMethod.PredefinedAugmentation => (new BetaMixing(), []),
                _ => (law, laws[method].Parameters),
            },
        };
        string series = "retrain-" + MethodNames.Series(method);
        return TrainStage(RetrainStage(method), new TrainingPlan
        {
            Series = series,
            MetricsName = $"metrics-{series}.jsonl",
            Start = parameters,
            Iterations = settings.Iterations,
            OnFailure = _configuration.Meta.OnFailure,
            Tasks = key => tasks.Draw(Policy, key),
            OuterStep = LearnerFactory.OuterStep(_configuration.Meta, (settings.OuterStepSize, settings.FinalStepShare), settings.Iterations, Learner.ParameterCount),
            Key = _root.Derive(RandomPurpose.Other).Derive(2UL),
        }, token);
    }

    /// <summary>Stage 5: scores meta-policies on the test tasks under common random numbers.</summary>
    /// <param name="policies">Methods and their parameters; the base policy first, with a null method.</param>
    /// <param name="token">Checked between adaptations.</param>
    /// <returns>Scores, and the base policy's scores on other episodes, by which poor test tasks are selected.</returns>
    public (IReadOnlyList<MethodScores> Methods, double[] Selection) Evaluate(IReadOnlyList<(ImprovementMethod? Method, Real[] Parameters)> policies, CancellationToken token)
    {
        int stage = _stage++;
        long started = Stopwatch.GetTimestamp();
        double[] selection = Scores(policies[0].Parameters, Tasks.Test, Scoring, TestKey.Derive(RandomPurpose.Selection), token);
        var methods = new List<MethodScores>();
        foreach ((ImprovementMethod? method, Real[] parameters) in policies)
        {
            methods.Add(new MethodScores { Method = method, Learner = _configuration.Meta.Learner, Scores = Evaluate(parameters, Tasks.Test, Scoring, TestKey, token), Interactions = Charged(method) });
            _progress.Report(new StageProgress("Evaluation", stage, _stageCount, methods.Count, policies.Count, $"{Tasks.Test.Count} unseen tasks"));
        }

        Book.Add(new StageBook.Entry("Evaluation", policies.Count, methods.Sum(m => m.Scores.Sum(s => s.Interactions)), Stopwatch.GetElapsedTime(started).TotalSeconds));
        return (methods, selection);
    }

    /// <summary>The reported score of a task: after the last adaptation step, with the configured kind of actions.</summary>
    /// <param name="scores">The task's scores.</param>
    /// <returns>The score.</returns>
    public double Score(TaskScores scores) => (_configuration.Scoring.Actions == ActionKind.Mean ? scores.MeanActions : scores.Sampled)[^1];

    /// <inheritdoc/>
    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }

    internal static string MixingStage(ImprovementMethod method) => $"Augmentation: {MethodNames.Of(method)}";

    internal static string RetrainStage(ImprovementMethod method) => $"Retraining: {MethodNames.Of(method)}";

    /// <summary>Environment steps beyond the base policy: the stages that a method uses.</summary>
    private long Charged(ImprovementMethod? method)
    {
        if (method is not { } own)
        {
            return 0;
        }

        long explanation = own is ImprovementMethod.RandomCritical or ImprovementMethod.NearestCritical ? 0 : Book.Interactions("Explanation");
        return explanation + Book.Interactions(MixingStage(own)) + Book.Interactions(RetrainStage(own));
    }

    private IEnumerable<ImprovementMethod> MixingSeries() => _configuration.Retrain.Methods.Where(method => method is
        ImprovementMethod.Xmrl or ImprovementMethod.RandomCritical or ImprovementMethod.NearestCritical);

    private int[]? CriticalOf(ImprovementMethod method, StoredExplanation explanation) => method switch
    {
        ImprovementMethod.RandomCritical => CriticalSelection.Random(Tasks.Training.Count, explanation.Critical.Length, _root.Derive(RandomPurpose.Selection).Derive(4UL)),
        ImprovementMethod.NearestCritical => CriticalSelection.Nearest(
            Family, Tasks.Training, [.. explanation.Poor.Select(position => Tasks.Validation[position])], explanation.Critical.Length),
        _ => explanation.Critical,
    };

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

    private static void RequireFinite(double[] values, Func<int, string> name)
    {
        int at = Array.FindIndex(values, value => !double.IsFinite(value));
        if (at >= 0)
        {
            throw NotFinite(name(at), null);
        }
    }

    private static ArithmeticException NotFinite(string what, Exception? inner)
        => new($"{what}: met a number that is not finite. The checkpoints are intact; start again with a smaller step size.", inner);

    private double[] Scores(Real[] parameters, IReadOnlyList<MdpTask> tasks, EvaluationOptions options, RandomKey key, CancellationToken token)
        => [.. Evaluate(parameters, tasks, options, key, token).Select(Score)];

    private TaskScores[] Evaluate(Real[] parameters, IReadOnlyList<MdpTask> tasks, EvaluationOptions options, RandomKey key, CancellationToken token)
    {
        TaskScores[] scores = Evaluator.Evaluate(parameters, tasks, options, key, token);
        RequireFinite([.. scores.Select(Score)], index => $"The score of {(ReferenceEquals(tasks, Tasks.Test) ? "test" : "validation")} task {index}");
        return scores;
    }

    private TrainingResult TrainStage(string name, TrainingPlan plan, CancellationToken token)
    {
        int stage = _stage++;
        TrainingResult result = new TrainingLoop(_run, Learner, _log).Run(
            plan, (done, detail) => _progress.Report(new StageProgress(name, stage, _stageCount, done, plan.Iterations, detail)), token);
        Book.Add(new StageBook.Entry(name, plan.Iterations, result.Totals.Interactions, result.Totals.Seconds));
        return result;
    }

    private T Stage<T>(string name, string path, Func<Action<long, long, string>, (T Result, long Iterations, long Interactions)> body)
    {
        int stage = _stage++;
        if (File.Exists(path) && Book.Entries.Any(entry => entry.Name == name))
        {
            return RunJson.Read<T>(path);
        }

        long started = Stopwatch.GetTimestamp();
        (T result, long iterations, long interactions) = body((done, total, detail) => _progress.Report(new StageProgress(name, stage, _stageCount, done, total, detail)));
        RunJson.Write(path, result);
        Book.Add(new StageBook.Entry(name, iterations, interactions, Stopwatch.GetElapsedTime(started).TotalSeconds));
        return result;
    }
}
