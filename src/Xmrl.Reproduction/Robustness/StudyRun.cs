using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>A training of the study under way.</summary>
internal sealed class StudyRun : IDisposable
{
    private const string Evaluation = "Evaluation";
    private const string EvaluationsName = "metrics-evaluation.jsonl";
    private const string TrainingSteps = "training_interactions";
    private const string EvaluationSteps = "evaluation_interactions";

    /// <summary>Training tasks that are scored at the end, at most: as many as there are test tasks.</summary>
    private const int MostTrainingTasks = 40;

    private readonly StudyConfiguration _settings;
    private readonly RunDirectory _run;
    private readonly ILogger _log;
    private readonly TimeSpan _saveEvery;
    private readonly StudyTasks _drawing;
    private readonly TaskSets _tasks;
    private readonly StudyGroups _groups;
    private readonly RunKeys _keys;
    private readonly WorkPool _pool;
    private readonly IMetaLearner _learner;
    private readonly AdaptationEvaluator _evaluator;
    private MetricsWriter? _evaluations;

    internal StudyRun(StudyConfiguration settings, ExperimentRequest request, RunDirectory run, ILogger log)
    {
        (_settings, _run, _log, _saveEvery) = (settings, run, log, request.SaveEvery);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        _drawing = new StudyTasks(family, settings.Tasks);
        _tasks = TaskSets.Read(run.TasksPath, family.Spec);
        _groups = new StudyGroups(_drawing.HasAngle);
        _keys = new RunKeys(RandomKey.FromSeed(request.Seed));
        _pool = new WorkPool(request.Threads, request.Processes);
        _learner = settings.Meta.Learner.Create(
            new LearnerParts { Family = family, Policy = LearnerFactory.Policy(settings.Policy, family.Spec), Pool = _pool });
        _evaluator = new AdaptationEvaluator(_learner);
    }

    /// <summary>Steps that the training adapts by.</summary>
    private int Steps => _settings.Meta.Learner.AdaptationSteps;

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluations?.Dispose();
        _learner.Dispose();
        _pool.Dispose();
    }

    /// <summary>Trains and evaluates to the end, from the newest checkpoint where there is one.</summary>
    internal void Run(IProgress<StageProgress> progress, CancellationToken token)
    {
        MetaSettings meta = _settings.Meta;
        var start = new Real[_learner.ParameterCount];
        _learner.Initialize(_keys.Initialization, start);
        var loop = new TrainingLoop(_run, _learner, _log) { SaveEvery = _saveEvery };
        TrainingResult trained = loop.Run(
            new TrainingPlan
            {
                Series = TrainingSeries.Base.Series,
                MetricsName = TrainingSeries.Base.MetricsName,
                Training = _learner.Begin(start, meta.Learner.Schedule(meta.Iterations)),
                Iterations = meta.Iterations,
                Tasks = key => _drawing.Batch(_tasks.Training, meta.TasksPerIteration, meta.Learner is Pearl, key),
                Key = _keys.Training,
                OnFailure = meta.OnFailure,
                Validate = Evaluate,
                ValidateEvery = Math.Max(1, meta.Iterations / meta.Validations),
            },
            (done, report) => progress.Report(
                new StageProgress(
                    StageBook.MetaTraining, 0, 2, done, meta.Iterations,
                    TrainingLoop.Describe(report, _learner.Family.Spec.HasSuccess))),
            token);
        _evaluations?.Dispose();
        _evaluations = null;
        StageBook book = StageBook.Open(_run, _log);
        book.Add(new(StageBook.MetaTraining, meta.Iterations, trained.Totals.Interactions, trained.Totals.Seconds));

        long began = Stopwatch.GetTimestamp();
        progress.Report(new StageProgress(Evaluation, 1, 2, 0, 1, $"{_tasks.Test.Count} test tasks"));
        _run.Store(_run.File(StudyResult.FileName), new StudyResult
        {
            Evaluations = [.. MetricsReader.Read(_run.File(EvaluationsName)).Select(Row)],
            Untrained = Curve(start, token),
            Trained = Curve(trained.Parameters, token),
            Steps = Steps,
            Training = TrainingScores(trained.Parameters, token),
        });
        book.Add(new(Evaluation, 1, 0, Stopwatch.GetElapsedTime(began).TotalSeconds));
    }

    private static StudyEvaluation Row(MetricsRow row) => new()
    {
        Iteration = row.Iteration,
        TrainingInteractions = (long)row.Values[TrainingSteps],
        EvaluationInteractions = (long)row.Values[EvaluationSteps],
        Scores = new SortedDictionary<string, double>(
            row.Values.Where(value => value.Key is not (TrainingSteps or EvaluationSteps)).ToDictionary(), StringComparer.Ordinal),
    };

    /// <summary>Scores a policy on the test tasks and writes a line; the score of the training's own curve is that of the last
    /// trajectories with mean actions.</summary>
    private double Evaluate(TrainedPoint point, CancellationToken token)
    {
        TaskScores[] tasks = Scores(point.Parameters, _tasks.Test, Steps, token);
        SortedDictionary<string, double> scores = _groups.Scores(tasks);

        // Lines that a continued training writes again are dropped when its first one comes.
        _evaluations ??= MetricsWriter.Open(_run.File(EvaluationsName), point.Iteration);
        _evaluations.Write(
            point.Iteration,
            [
                KeyValuePair.Create(TrainingSteps, (double)point.Interactions),
                KeyValuePair.Create(EvaluationSteps, Cost(tasks.Length)),
                .. scores,
            ]);
        _evaluations.FlushToDisk();
        return scores[StudyGroups.Name(StudyGroups.Test, ScoreKind.Last, ActionKind.Mean)];
    }

    private double Cost(int tasks)
        => tasks * AdaptationCost.Whole(_settings.Scoring.Options(Steps), _learner.Family.Spec.Horizon);

    /// <summary>Scores that are finite, with random numbers that depend on seed and task alone.</summary>
    private TaskScores[] Scores(Real[] parameters, IReadOnlyList<MdpTask> tasks, int steps, CancellationToken token)
    {
        TaskScores[] scores = _evaluator.Evaluate(parameters, tasks, _settings.Scoring.Options(steps), _keys.Test, token);
        NumericalFailure.Check([.. scores.Select(task => task.Sampled[^1])], index => $"The score of task {index}");
        return scores;
    }

    private StudyCurve Curve(Real[] parameters, CancellationToken token)
    {
        TaskScores[] tasks = Scores(parameters, _tasks.Test, _settings.Scoring.CurveSteps, token);
        return new StudyCurve
        {
            Spent = [.. Enumerable.Range(0, tasks[0].Spent.Length).Select(step => tasks.Average(task => task.Spent[step]))],
            Scores = _groups.Curves(tasks),
        };
    }

    private SortedDictionary<string, double>? TrainingScores(Real[] parameters, CancellationToken token)
    {
        if (_tasks.Training.Count == 0)
        {
            return null;
        }

        var scores = new SortedDictionary<string, double>(StringComparer.Ordinal);
        StudyGroups.Enter(
            scores, StudyGroups.Training, Scores(parameters, [.. _tasks.Training.Take(MostTrainingTasks)], Steps, token));
        return scores;
    }
}
