using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Stages;

/// <summary>What the stages of a run share: its configuration and record, environments, policy, learner, tasks and random keys.</summary>
internal sealed class RunParts : IDisposable
{
    private readonly RunKeys _keys;
    private IMetaLearner? _readapted;

    /// <summary>Prepares a run.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="request">Seed, processes and threads.</param>
    /// <param name="run">Where everything is stored.</param>
    /// <param name="methods">The methods that the configuration may name.</param>
    /// <param name="log">Receives warnings.</param>
    /// <exception cref="ConfigurationException">The configuration is for training alone, or the bound on replays is no number.</exception>
    public RunParts(
        ImproveConfiguration configuration, ExperimentRequest request, RunDirectory run, MethodTable methods, ILogger log)
    {
        Configuration = configuration;
        ReplayBytes = ReplayBudget();
        Directory = run;
        Methods = methods;
        Log = log;
        _keys = new RunKeys(RandomKey.FromSeed(request.Seed), configuration.Repetition);
        SaveEvery = request.SaveEvery;
        Family = LearnerFactory.Family(configuration, request.Environments);
        Policy = LearnerFactory.Policy(configuration.Policy, Family.Spec);
        Pool = new WorkPool(request.Threads, request.Processes);
        Learner = configuration.Meta.Learner.Create(LearnerParts);
        if (request.Action != ExperimentAction.Train && configuration.Tasks.Fresh)
        {
            throw new ConfigurationException("tasks.fresh: explaining and repairing need a set of training tasks; it is for train alone.");
        }

        Evaluator = new AdaptationEvaluator(Learner);

        // A run that is continued, or that builds on another, keeps the tasks that it began with, not those that this version would draw.
        Tasks = TaskSets.ReadOrNull(run, configuration.Tasks, Family.Spec) ?? TaskSets.Draw(configuration.Tasks, Family, _keys.Root);
        Book = StageBook.Open(run, log);
        if (!File.Exists(run.TasksPath))
        {
            Tasks.Write(run);
        }
    }

    /// <summary>Bytes that the replays of bodies may take in each file of the run, ≥ 0.</summary>
    public int ReplayBytes { get; }

    /// <summary>The environments.</summary>
    public IEnvironmentFamily Family { get; }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>The learner.</summary>
    public IMetaLearner Learner { get; }

    /// <summary>Scores meta-policies.</summary>
    public AdaptationEvaluator Evaluator { get; }

    /// <summary>The tasks.</summary>
    public TaskSets Tasks { get; }

    /// <summary>What the stages cost.</summary>
    public StageBook Book { get; }

    /// <summary>The methods that the configuration may name.</summary>
    public MethodTable Methods { get; }

    /// <summary>Scoring options of the run.</summary>
    public EvaluationOptions Scoring => Configuration.Scoring.Options(Configuration.ScoredSteps);

    /// <summary>The key under which all methods are scored on the test tasks.</summary>
    public RandomKey TestKey => _keys.Test;

    /// <summary>The run's configuration.</summary>
    internal ImproveConfiguration Configuration { get; }

    /// <summary>Where everything is stored.</summary>
    internal RunDirectory Directory { get; }

    /// <summary>Receives warnings.</summary>
    internal ILogger Log { get; }

    /// <summary>Runs the work of learners.</summary>
    internal WorkPool Pool { get; }

    /// <summary>What a learner of this run is made of apart from its settings.</summary>
    internal LearnerParts LearnerParts => new() { Family = Family, Policy = Policy, Pool = Pool };

    /// <summary>Random keys.</summary>
    internal RunKeys Keys => _keys;

    /// <summary>Time between two checkpoints.</summary>
    internal TimeSpan SaveEvery { get; }

    /// <summary>Scoring options where the reported score alone is wanted.</summary>
    internal EvaluationOptions ReportedScoring => Configuration.Scoring.ReportedOnly(Configuration.ScoredSteps);

    /// <summary>What the score on the validation tasks may lose before a training returns to its best parameters; null where it keeps the
    /// last ones.</summary>
    internal double? ReturnsBeyond => Configuration.Meta.OnCollapse == CollapseRule.ReturnToBest ? Configuration.Scoring.DegradedBy : null;

    /// <summary>The reported score of a task: after the last adaptation step, with the configured kind of actions.</summary>
    /// <param name="scores">The task's scores.</param>
    /// <returns>The score.</returns>
    public double Score(TaskScores scores) => Configuration.Scoring.Score(scores);

    /// <inheritdoc/>
    public void Dispose()
    {
        _readapted?.Dispose();
        Learner.Dispose();
        Pool.Dispose();
    }

    /// <summary>θ before any training.</summary>
    internal Real[] Initial()
    {
        var start = new Real[Learner.ParameterCount];
        Learner.Initialize(_keys.Initialization, start);
        return start;
    }

    /// <summary>Mean score on the validation tasks; the same noise for all parameters.</summary>
    internal double Validate(TrainedPoint point, CancellationToken token)
        => Evaluator.Evaluate(point.Parameters, Tasks.Validation, ReportedScoring, _keys.Validation, token).Average(Score);

    /// <summary>Scores of a policy, which are finite.</summary>
    /// <exception cref="ArithmeticException">A score is not finite; the message names the task.</exception>
    internal TaskScores[] Evaluate(Real[] parameters, ScoredTasks of, EvaluationOptions options, CancellationToken token)
    {
        TaskScores[] scores = Evaluator.Evaluate(parameters, of.Tasks, options, of.Key, token);
        NumericalFailure.Check([.. scores.Select(Score)], index => $"The score of {of.Name} task {index}");
        return scores;
    }

    /// <summary>Scores of a policy under the adaptation that belongs to it, which are finite.</summary>
    /// <exception cref="ArithmeticException">A score is not finite; the message names the task.</exception>
    internal TaskScores[] Evaluate(MetaPolicy policy, ScoredTasks of, EvaluationOptions options, CancellationToken token)
    {
        TaskScores[] scores = EvaluatorOf(policy).Evaluate(policy.Parameters, of.Tasks, OptionsOf(policy, options), of.Key, token);
        NumericalFailure.Check([.. scores.Select(Score)], index => $"The score of {of.Name} task {index}");
        return scores;
    }

    /// <summary>Scores a policy with the inner step size that belongs to it.</summary>
    internal AdaptationEvaluator EvaluatorOf(MetaPolicy policy)
    {
        if (policy.Adaptation is not { StepFactor: not 1 and var factor }
            || Configuration.Meta.Learner.WithInnerStep(factor) is not { } own)
        {
            return Evaluator;
        }

        _readapted ??= own.Create(LearnerParts);
        return new AdaptationEvaluator(_readapted);
    }

    private static int ReplayBudget()
    {
        try
        {
            return ReplayStore.Budget(Environment.GetEnvironmentVariable(ReplayStore.Variable));
        }
        catch (FormatException error)
        {
            throw new ConfigurationException(error.Message);
        }
    }

    /// <summary>The learner of a policy with other environments; the caller frees it.</summary>
    internal IMetaLearner LearnerOf(MetaPolicy policy, IEnvironmentFamily family)
        => (Configuration.Meta.Learner.WithInnerStep(policy.Adaptation?.StepFactor ?? 1) ?? Configuration.Meta.Learner)
            .Create(LearnerParts with { Family = family });

    /// <summary>Options with the adaptation steps and trajectories that belong to a policy.</summary>
    internal static EvaluationOptions OptionsOf(MetaPolicy policy, EvaluationOptions options) => policy.Adaptation is { } own
        ? options with { Steps = own.Steps, AdaptationTrajectories = own.Trajectories }
        : options;

    /// <summary>The reported scores of a policy.</summary>
    internal double[] Scores(Real[] parameters, ScoredTasks of, EvaluationOptions options, CancellationToken token)
        => [.. Evaluate(parameters, of, options, token).Select(Score)];

    /// <summary>What a method decides its retraining from.</summary>
    internal MethodContext Context(Method method, StoredExplanation explanation, StoredMixing? law = null) => new()
    {
        Retrain = Configuration.Retrain,
        Augment = Configuration.Augment,
        Meta = Configuration.Meta,
        Family = Family,
        Tasks = Tasks,
        Key = _keys.Choice,
        Explanation = explanation,
        Law = law,
        Strength = Configuration.Retrain.Tuning[method.Name].Strength,
    };
}
