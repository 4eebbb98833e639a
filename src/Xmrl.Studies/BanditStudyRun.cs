using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Reproduction.Robustness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>A condition of the bandits under way.</summary>
internal sealed class BanditStudyRun : IDisposable
{
    private const string DataFolder = "data";
    private const string Collection = "Collection";
    private const string Evaluation = "Evaluation";
    private const int StageCount = 5;

    private static readonly TrainingSeries s_imitation = new("imitation", "the imitation");
    private static readonly TrainingSeries s_online = new("online", "the training online");

    private readonly BanditConfiguration _settings;
    private readonly ExperimentRequest _request;
    private readonly RunDirectory _run;
    private readonly ILogger _log;
    private readonly IEnvironmentFamily _family;
    private readonly TaskSets _tasks;
    private readonly RunKeys _keys;
    private readonly WorkPool _pool;

    internal BanditStudyRun(BanditConfiguration settings, ExperimentRequest request, RunDirectory run, ILogger log)
    {
        (_settings, _request, _run, _log) = (settings, request, run, log);
        _family = LearnerFactory.Family(settings.Environment);
        _tasks = TaskSets.Read(run.TasksPath, _family.Spec);
        _keys = new RunKeys(RandomKey.FromSeed(request.Seed));
        _pool = new WorkPool(request.Threads);
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    /// <summary>Collects, trains and scores to the end, from where a stopped run stands.</summary>
    internal void Run(IProgress<StageProgress> progress, CancellationToken token)
    {
        StageBook book = StageBook.Open(_run, _log);
        var stored = new StoredTasks(_family, Collect(book, progress, token));
        Macaw macaw = _settings.Macaw;
        TaskPlan[] plans = [.. stored.TasksOf((int)BufferSet.Training).Select(task => new TaskPlan { MdpTask = task })];
        var scores = new BanditScores(_tasks.Test, _settings.OwnEpisodes, _keys.Test, token);

        using IMetaLearner weighted = Created(macaw, stored);
        using IMetaLearner uniform = Created(macaw with { Weights = WeightKind.Uniform }, stored);
        using IMetaLearner online = Created(_settings.Online.Learner, _family);
        Trained best = Train(TrainingSeries.Base, weighted, _settings.Meta, (_ => plans, 1));
        Trained imitating = Train(s_imitation, uniform, _settings.Meta, (_ => plans, 2));
        var drawing = new StudyTasks(_family, new StudyTaskSettings());
        Trained interacting = Train(
            s_online, online, _settings.Online,
            (key => drawing.Batch(_tasks.Training, _settings.Online.TasksPerIteration, takesAll: false, key), 3));

        long began = Stopwatch.GetTimestamp();
        progress.Report(new StageProgress(Evaluation, StageCount - 1, StageCount, 0, 1, $"{_tasks.Test.Count} test tasks"));
        using IMetaLearner own = Created(macaw with { AdaptFrom = AdaptSource.Own }, stored);
        using IMetaLearner other = Created(macaw with { AdaptFrom = AdaptSource.Other }, stored);
        (AdaptedScore before, AdaptedScore after) = scores.Of(weighted, best.Parameters);
        (string Row, AdaptedScore Score)[] rows =
        [
            (BanditRows.Buffer, after), (BanditRows.None, before), (BanditRows.Own, scores.Of(own, best.Parameters).After),
            (BanditRows.Other, scores.Of(other, best.Parameters).After),
            (BanditRows.Imitation, scores.Of(uniform, imitating.Parameters).After),
            (BanditRows.Online, scores.Of(online, interacting.Parameters).After),
        ];
        (string Row, double Return)[] references =
        [
            .. BanditReferences.Of([.. stored.Data.Of(BufferSet.Test)], _family.Spec.Horizon, macaw.Rows, _keys.Choice),
        ];
        _run.Store(_run.File(BanditResult.FileName), new BanditResult
        {
            OuterSteps = best.OuterSteps,
            Curves = new SortedDictionary<string, double[]>(StringComparer.Ordinal)
            {
                [BanditRows.Buffer] = best.Curve,
                [BanditRows.Imitation] = imitating.Curve,
            },
            MeanActions = Sorted(rows.Select(row => (row.Row, row.Score.MeanActions)).Concat(references)),
            Sampled = Sorted(rows.Select(row => (row.Row, row.Score.Sampled))),
            StoredSteps = best.Interactions,
            OnlineSteps = interacting.Interactions,
        });
        book.Add(new(Evaluation, 1, 0, Stopwatch.GetElapsedTime(began).TotalSeconds));

        Trained Train(
            TrainingSeries series, IMetaLearner learner, MetaSettings meta,
            (Func<RandomKey, IReadOnlyList<TaskPlan>> Tasks, int Stage) place)
        {
            var start = new Real[learner.ParameterCount];
            learner.Initialize(_keys.Initialization, start);
            var plan = new TrainingPlan
            {
                Series = series.Series,
                MetricsName = series.MetricsName,
                Training = learner.Begin(start, meta.Learner.Schedule(meta.Iterations)),
                Iterations = meta.Iterations,
                Tasks = place.Tasks,
                Key = _keys.Training,
                OnFailure = meta.OnFailure,
                Validate = (point, _) => scores.Of(learner, point.Parameters).After.MeanActions,
                ValidateEvery = Math.Max(1, meta.Iterations / meta.Validations),
            };
            string title = series.IsBase ? StageBook.MetaTraining : series.Opening;
            TrainingResult trained = new TrainingLoop(_run, learner, _log) { SaveEvery = _request.SaveEvery }.Run(
                plan,
                (done, report) => progress.Report(new StageProgress(
                    title, place.Stage, StageCount, done, meta.Iterations, TrainingLoop.Describe(report, _family.Spec.HasSuccess))),
                token);
            book.Add(new(title, meta.Iterations, series == s_online ? trained.Totals.Interactions : 0, trained.Totals.Seconds));
            (long Step, double Score)[] curve =
            [
                (0, scores.Of(learner, start).After.MeanActions),
                .. MetricsReader.Read(_run.File(series.MetricsName))
                    .Where(row => row.Values.ContainsKey(TrainingRecord.ValidationName))
                    .Select(row => (row.Iteration + 1, row.Values[TrainingRecord.ValidationName])),
            ];
            int perIteration = meta.Learner is Macaw own ? own.OuterStepsPerIteration : 1;
            return new Trained(
                trained.Parameters, trained.Totals.Interactions, [.. curve.Select(point => (double)point.Step * perIteration)],
                [.. curve.Select(point => point.Score)]);
        }
    }

    /// <summary>The data set of the run, which is collected where it is not complete.</summary>
    private OfflineDataSet Collect(StageBook book, IProgress<StageProgress> progress, CancellationToken token)
    {
        string folder = _run.File(DataFolder);
        if (!OfflineDataSet.IsOne(folder))
        {
            long began = Stopwatch.GetTimestamp();
            var collecting = new DataCollector(
                new TrainConfiguration { Environment = _settings.Environment, Policy = _settings.Policy },
                new CollectSettings
                {
                    Collector = CollectorName.Clipped,
                    Training = _settings.Training,
                    Validation = _settings.Tasks.Validation,
                    Test = _settings.Test,
                    TrainingSteps = _settings.TrainingSteps,
                    Steps = _settings.TestSteps,
                    Seed = _request.Seed,
                })
            {
                Progress = (done, of) => progress.Report(new StageProgress(Collection, 0, StageCount, done, of, "tasks")),
            };
            DataSetDescription made = collecting.Collect(folder, _request.Threads, token);
            book.Add(new(
                Collection, 1, made.Buffers.Sum(buffer => (long)buffer.Steps), Stopwatch.GetElapsedTime(began).TotalSeconds));
        }

        return OfflineDataSet.Read(folder, _family.Spec);
    }

    private IMetaLearner Created(LearnerSettings settings, IEnvironmentFamily family) => settings.Create(
        new LearnerParts { Family = family, Policy = LearnerFactory.Policy(_settings.Policy, family.Spec), Pool = _pool });

    private static SortedDictionary<string, double> Sorted(IEnumerable<(string Row, double Value)> rows)
        => new(rows.ToDictionary(row => row.Row, row => row.Value), StringComparer.Ordinal);

    private sealed record Trained(Real[] Parameters, long Interactions, double[] OuterSteps, double[] Curve);
}
