using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Studies;

/// <summary>MACAW that collects its data itself: in every round episodes of its own with sampled actions, on each training task by the
/// policy adapted to the task's episodes so far (in the first by the untrained one), then outer steps on all episodes so far.</summary>
/// <remarks>Parameters go from round to round; Adam begins each anew.</remarks>
/// <param name="settings">The condition; its training steps are shared out over the rounds.</param>
/// <param name="stored">The condition's data set, of which the test buffers are scored with and the training buffers not used.</param>
/// <param name="created">Makes a learner on a data set.</param>
internal sealed class OnlineRounds(
    StoredConfiguration settings, OfflineDataSet stored, Func<OfflineDataSet, MacawLearner> created)
{
    private const string Folder = "rounds";

    /// <summary>The learner of the last round, which the caller disposes.</summary>
    public MacawLearner? Learner { get; private set; }

    /// <summary>Steps of all training tasks together.</summary>
    public long Steps { get; private set; }

    /// <summary>Trains to the end, from where a stopped training stands.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">How often the state is stored.</param>
    /// <param name="keys">Random numbers.</param>
    /// <param name="report">Told of the round and of its iterations that are done.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="token">Checked before every step.</param>
    /// <returns>The parameters after the last round.</returns>
    public Trained Run(
        RunDirectory run, ExperimentRequest request, RunKeys keys, Action<int, long, IterationReport> report, ILogger log,
        CancellationToken token)
    {
        string folder = run.File(Folder);
        RunFiles.CreateFolder(folder);
        ImmutableArray<MdpTask> tasks = [.. stored.Of(BufferSet.Training).Select(buffer => buffer.MdpTask)];
        var buffers = new TaskBuffer[tasks.Length];
        RandomKey root = keys.Training.Derive(RandomPurpose.TrialRollout);
        Trained? trained = null;
        Learner = created(With([]));
        var parameters = new Real[Learner.ParameterCount];
        Learner.Initialize(keys.Initialization, parameters);
        double seconds = 0;
        for (int round = 0; round < settings.OnlineRounds; round++)
        {
            MacawLearner learner = Learner;
            int place = round;
            learner.Pool.Run(
                tasks.Length, (worker, item) =>
                {
                    string path = Path.Combine(folder, FormattableString.Invariant($"round-{place:D3}-{BufferFile.NameOf(item)}"));
                    string collection = FormattableString.Invariant($"round {place}");
                    TaskBuffer? own = BufferFile.ReadOrNull(path, tasks[item], learner.Form, collection);
                    if (own is null)
                    {
                        own = Collected(
                            learner, worker, tasks[item], parameters,
                            (place, TargetOf(place) - (place == 0 ? 0 : buffers[item].Steps), root.Derive(place).Derive(item)), token);
                        BufferFile.Write(path, own, learner.Form, collection);
                    }

                    buffers[item] = place == 0 ? own : Joined(buffers[item], own);
                },
                token);
            learner.Dispose();
            Learner = created(With(buffers));
            trained = Trained.By(
                new Course
                {
                    Series = new TrainingSeries(
                        FormattableString.Invariant($"round-{round:D3}"),
                        string.Create(CultureInfo.InvariantCulture, $"round {round + 1} of MACAW online")),
                    Learner = Learner,
                    Meta = settings.Meta with { Iterations = settings.Meta.Iterations / settings.OnlineRounds },
                    Tasks = _ => [.. tasks.Select(task => new TaskPlan { MdpTask = task })],
                    Key = root.Derive(round),
                    Start = parameters,
                    Report = (done, last) => report(place, done, last),
                },
                run, request, log, token);
            parameters = trained.Parameters;
            seconds += trained.Seconds;
        }

        Steps = buffers.Sum(buffer => (long)buffer.Steps);
        return trained! with { Interactions = Steps, Seconds = seconds };
    }

    /// <summary>The episodes of two buffers of a task, one after the other.</summary>
    internal static TaskBuffer Joined(TaskBuffer first, TaskBuffer second) => new()
    {
        MdpTask = first.MdpTask,
        Observations = [.. first.Observations, .. second.Observations],
        Actions = [.. first.Actions, .. second.Actions],
        Rewards = [.. first.Rewards, .. second.Rewards],
        EpisodeStarts = [.. first.EpisodeStarts, .. second.EpisodeStarts.Select(start => start + first.Steps)],
        Terminated = [.. first.Terminated, .. second.Terminated],
        FinalObservations = [.. first.FinalObservations, .. second.FinalObservations],
        PolicyNumbers = first.PolicyNumbers is { } numbers && second.PolicyNumbers is { } others ? [.. numbers, .. others] : null,
    };

    /// <summary>Steps of a task that are to be there at the end of a round.</summary>
    private int TargetOf(int round) => (int)((long)settings.TrainingSteps * (round + 1) / settings.OnlineRounds);

    /// <summary>Whole episodes of a task until so many steps are there.</summary>
    private TaskBuffer Collected(
        MacawLearner learner, int worker, MdpTask task, Real[] parameters, (int Round, int Steps, RandomKey Key) parts,
        CancellationToken token)
    {
        MacawWorker own = learner.Worker(worker);
        Real[] theta = [.. parameters];
        if (parts.Round > 0)
        {
            RowTable table = learner.TableOf(task, BufferSet.Training)!;
            own.DrawInner(table, parts.Key.Derive(RandomPurpose.ReplaySampling), learner.Options.UniformInnerRows);
            own.Step.Adapt(theta, own.Inner);
        }

        var log = new EpisodeLog(learner.Family.Spec, learner.Form.ActionLimit) { Policy = parts.Round };
        RandomKey draws = parts.Key.Derive(RandomPurpose.OuterRollout);
        for (int j = 0; log.Steps < parts.Steps; j++)
        {
            own.Player.Play(task, theta, meanActions: false, draws.Derive(j), token);
            own.Player.AddTo(log);
        }

        return log.ToBuffer(task);
    }

    /// <summary>The condition's data set with other training buffers.</summary>
    private OfflineDataSet With(IReadOnlyList<TaskBuffer> training)
    {
        (BufferEntry Entry, TaskBuffer Buffer)[] test =
            [.. stored.Description.Buffers.Zip(stored.Buffers).Where(pair => pair.First.Set == BufferSet.Test)];
        BufferEntry[] entries = [.. stored.Description.Buffers.Where(entry => entry.Set == BufferSet.Training)];
        return new OfflineDataSet(
            stored.Description with
            {
                Buffers =
                [
                    .. training.Select((buffer, i) => entries[i] with
                    {
                        Steps = buffer.Steps,
                        Episodes = buffer.Episodes,
                        StageReturns = [.. buffer.StageReturns()],
                    }),
                    .. test.Select(pair => pair.Entry),
                ],
            },
            [.. training, .. test.Select(pair => pair.Buffer)]);
    }
}
