using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Reproduction.Robustness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>A condition of a study from stored episodes under way.</summary>
internal sealed class StoredStudyRun : IDisposable
{
    private const string Evaluation = "Evaluation";
    private const string Rounds = "MACAW online";

    private static readonly TrainingSeries s_imitation = new("imitation", "the imitation");
    private static readonly TrainingSeries s_online = new("online", "the training online");

    private readonly StoredConfiguration _settings;
    private readonly ExperimentRequest _request;
    private readonly RunDirectory _run;
    private readonly ILogger _log;
    private readonly IEnvironmentFamily _family;
    private readonly TaskSets _tasks;
    private readonly RunKeys _keys;
    private readonly WorkPool _pool;
    private readonly StageBook _book;
    private readonly string[] _stages;

    internal StoredStudyRun(StoredConfiguration settings, ExperimentRequest request, RunDirectory run, ILogger log)
    {
        (_settings, _request, _run, _log) = (settings, request, run, log);
        _family = LearnerFactory.Family(settings.Environment);
        _tasks = TaskSets.Read(run.TasksPath, _family.Spec);
        _keys = new RunKeys(RandomKey.FromSeed(request.Seed));
        _pool = new WorkPool(request.Threads);
        _book = StageBook.Open(run, log);
        _stages =
        [
            StoredCollection.Stage, StageBook.MetaTraining, s_imitation.Opening,
            .. settings.OnlineRounds > 0 ? [Rounds] : Array.Empty<string>(),
            .. settings.Online is null ? Array.Empty<string>() : [s_online.Opening],
            Evaluation,
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    /// <summary>Collects, trains and scores to the end, from where a stopped run stands.</summary>
    internal void Run(IProgress<StageProgress> progress, CancellationToken token)
    {
        OfflineDataSet data = StoredCollection.Of(
            _settings, _tasks, _request, _run, _book,
            (done, of) => progress.Report(At(StoredCollection.Stage, done, of, "tasks")), token);
        var stored = new StoredTasks(_family, data);
        Macaw macaw = _settings.Macaw;
        var scores = new StoredScores((_settings.OwnEpisodes, _settings.ScoredEpisodes), _keys.Test, token);
        var rows = new List<(string Row, AdaptedScore Score)>();
        Trained best;
        Trained imitating;
        using (IMetaLearner weighted = Created(macaw, stored))
        {
            best = TrainStored(TrainingSeries.Base, weighted);
            (AdaptedScore before, AdaptedScore after) = scores.Of(weighted, best.Parameters, _tasks.Test);
            rows.AddRange([(StoredRows.Buffer, after), (StoredRows.None, before)]);
        }

        using (IMetaLearner uniform = Created(macaw with { Weights = WeightKind.Uniform }, stored))
        {
            imitating = TrainStored(s_imitation, uniform);
            rows.Add((StoredRows.Imitation, scores.Of(uniform, imitating.Parameters, _tasks.Test).After));
        }

        long ownSteps = _settings.OnlineRounds > 0 ? RunRounds(macaw, data, scores, rows, progress, token) : 0;
        long onlineSteps = 0;
        if (_settings.Online is { } meta)
        {
            using IMetaLearner online = meta.Learner.Create(Parts(_family));
            var drawing = new StudyTasks(_family, new StudyTaskSettings());
            Trained interacting = Train(
                s_online, online,
                (meta, key => drawing.Batch(_tasks.Training, meta.TasksPerIteration, takesAll: false, key)), scores, progress, token);
            onlineSteps = interacting.Interactions;
            rows.Add((StoredRows.Online, scores.Of(online, interacting.Parameters, _tasks.Test).After));
        }

        long began = Stopwatch.GetTimestamp();
        progress.Report(At(Evaluation, 0, 1, $"{_tasks.Test.Count} test tasks"));
        rows.Add((StoredRows.Own, Adapted(macaw with { AdaptFrom = AdaptSource.Own }, stored, _tasks.Test)));
        rows.Add((StoredRows.Other, Adapted(macaw with { AdaptFrom = AdaptSource.Other }, stored, _tasks.Test)));
        var seen = new StoredTasks(_family, Without(data, BufferSet.Test));
        rows.Add((StoredRows.Seen, Adapted(macaw, seen, _tasks.Training)));
        TaskBuffer[] test = [.. data.Of(BufferSet.Test)];
        (string Row, double Return)[] references = _family is BernoulliBanditFamily
            ? [.. BanditReferences.Of(test, _family.Spec.Horizon, macaw.Rows, _keys.Choice)]
            :
            [
                (StoredRows.Collector, test.Average(buffer => buffer.StageReturns()[^1])),
                (StoredRows.Beginning, test.Average(buffer => buffer.StageReturns()[0])),
            ];
        _run.Store(_run.File(StoredResult.FileName), new StoredResult
        {
            OuterSteps = [.. best.Curve.Select(point => (double)point.Iterations * macaw.OuterStepsPerIteration)],
            Curves = Sorted(new[] { (StoredRows.Buffer, best), (StoredRows.Imitation, imitating) }
                .Select(pair => (pair.Item1, pair.Item2.Curve.Select(point => point.Score).ToArray()))),
            MeanActions = Sorted(rows.Select(row => (row.Row, row.Score.MeanActions.Average())).Concat(references)),
            Sampled = Sorted(rows.Select(row => (row.Row, row.Score.Sampled.Average()))),
            Tasks = Sorted(rows.Where(row => row.Row != StoredRows.Seen).Select(row => (row.Row, row.Score.MeanActions))),
            StoredSteps = best.Interactions,
            OnlineSteps = onlineSteps,
            OwnSteps = ownSteps,
        });
        _book.Add(new(Evaluation, 1, 0, Stopwatch.GetElapsedTime(began).TotalSeconds));

        Trained TrainStored(TrainingSeries series, IMetaLearner learner)
        {
            TaskPlan[] plans = [.. stored.TasksOf((int)BufferSet.Training).Select(task => new TaskPlan { MdpTask = task })];
            return Train(series, learner, (_settings.Meta, _ => plans), scores, progress, token);
        }

        AdaptedScore Adapted(Macaw settings, StoredTasks family, IReadOnlyList<MdpTask> tasks)
        {
            using IMetaLearner learner = Created(settings, family);
            return scores.Of(learner, best.Parameters, tasks).After;
        }
    }

    /// <summary>Trains MACAW on episodes of its own, and adds its rows.</summary>
    /// <returns>Steps that it took.</returns>
    private long RunRounds(
        Macaw macaw, OfflineDataSet data, StoredScores scores, List<(string Row, AdaptedScore Score)> rows,
        IProgress<StageProgress> progress, CancellationToken token)
    {
        var online = new OnlineRounds(_settings, data, set => (MacawLearner)Created(macaw, new StoredTasks(_family, set)));
        int iterations = _settings.Meta.Iterations / _settings.OnlineRounds;
        Trained trained = online.Run(
            _run, _request, _keys,
            (round, done, report) => progress.Report(At(
                Rounds, (round * iterations) + done, _settings.Meta.Iterations, TrainingLoop.Describe(report, _family.Spec.HasSuccess))),
            _log, token);
        _book.Add(new(Rounds, _settings.Meta.Iterations, trained.Interactions, trained.Seconds));
        using MacawLearner last = online.Learner!;
        rows.Add((StoredRows.OnlineBuffer, scores.Of(last, trained.Parameters, _tasks.Test).After));
        using IMetaLearner own = Created(macaw with { AdaptFrom = AdaptSource.Own }, last.Stored);
        rows.Add((StoredRows.OnlineOwn, scores.Of(own, trained.Parameters, _tasks.Test).After));
        return trained.Interactions;
    }

    private Trained Train(
        TrainingSeries series, IMetaLearner learner, (MetaSettings Meta, Func<RandomKey, IReadOnlyList<TaskPlan>> Tasks) how,
        StoredScores scores, IProgress<StageProgress> progress, CancellationToken token)
    {
        MetaSettings meta = how.Meta;
        string title = series.IsBase ? StageBook.MetaTraining : series.Opening;
        var start = new Real[learner.ParameterCount];
        learner.Initialize(_keys.Initialization, start);
        Trained trained = Trained.By(
            new Course
            {
                Series = series,
                Learner = learner,
                Meta = meta,
                Tasks = how.Tasks,
                Key = _keys.Training,
                Start = start,
                Score = point => scores.Of(learner, point, _tasks.Test).After.MeanActions.Average(),
                Report = (done, report) => progress.Report(
                    At(title, done, meta.Iterations, TrainingLoop.Describe(report, _family.Spec.HasSuccess))),
            },
            _run, _request, _log, token);
        _book.Add(new(title, meta.Iterations, series == s_online ? trained.Interactions : 0, trained.Seconds));
        return trained;
    }

    private StageProgress At(string stage, long done, long of, string detail)
        => new(stage, Array.IndexOf(_stages, stage), _stages.Length, done, of, detail);

    private LearnerParts Parts(IEnvironmentFamily family)
        => new() { Family = family, Policy = LearnerFactory.Policy(_settings.Policy, family.Spec), Pool = _pool };

    private IMetaLearner Created(Macaw settings, StoredTasks family) => settings.Create(Parts(family));

    /// <summary>The data set without a set of its buffers.</summary>
    private static OfflineDataSet Without(OfflineDataSet data, BufferSet set) => new(
        data.Description with { Buffers = [.. data.Description.Buffers.Where(entry => entry.Set != set)] },
        [.. data.Description.Buffers.Zip(data.Buffers).Where(pair => pair.First.Set != set).Select(pair => pair.Second)]);

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<(string Row, T Value)> rows)
        => new(rows.ToDictionary(row => row.Row, row => row.Value), StringComparer.Ordinal);
}
