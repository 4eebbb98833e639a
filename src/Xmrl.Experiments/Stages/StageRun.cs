using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>A run as one of its stages sees it: stores what the stage finds, enters what it costs, and tells how far it is.</summary>
/// <param name="parts">What the stages share.</param>
/// <param name="stages">All stages.</param>
/// <param name="index">The number of this one, from 0.</param>
/// <param name="progress">Told of progress.</param>
internal sealed class StageRun(RunParts parts, StageList stages, int index, IProgress<StageProgress> progress)
{
    private readonly string _name = stages.All[index].Name;

    /// <summary>What the stages share.</summary>
    public RunParts Parts => parts;

    /// <summary>Tells the time that is left of the run; null where nobody asks.</summary>
    public WorkClock? Clock { get; init; }

    /// <summary>Tells how far the stage is.</summary>
    /// <param name="done">Work done.</param>
    /// <param name="total">All of its work, in the same unit.</param>
    /// <param name="detail">A few words for people.</param>
    public void Report(long done, long total, string detail)
    {
        double within = total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0;
        progress.Report(new StageProgress(_name, index, stages.All.Count, done, total, detail)
        {
            Share = stages.Share(index, within),
            SecondsLeft = Clock?.Left(within),
        });
    }

    /// <summary>Trains to the end, from the newest checkpoint where there is one.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="iteration">The work of one iteration, without scores.</param>
    /// <param name="token">Saves a checkpoint and throws when cancelled.</param>
    public TrainingResult Train(TrainingPlan plan, StageWork iteration, CancellationToken token)
    {
        var loop = new TrainingLoop(parts.Directory, parts.Learner, parts.Log) { SaveEvery = parts.SaveEvery };
        TrainingResult result = loop.Run(
            plan,
            (done, report) =>
            {
                Clock?.Calibrate(report.Profile, iteration);
                Report(done, plan.Iterations, TrainingLoop.Describe(report, parts.Family.Spec.HasSuccess));
            },
            token);
        Enter(plan.Iterations, result.Totals.Interactions, result.Totals.Seconds);
        return result;
    }

    /// <summary>Finds something and stores it, or reads what the run has stored.</summary>
    public T Once<T>(string path, Func<StageResult<T>> body)
    {
        if (File.Exists(path) && parts.Book.Has(_name))
        {
            if (parts.Directory.Manifest.IsWhole(path))
            {
                return RunJson.Read<T>(path);
            }

            parts.Log.LogWarning("{File} is not what {Stage} stored: the stage is repeated.", Path.GetFileName(path), _name);
        }

        long started = Stopwatch.GetTimestamp();
        StageResult<T> result = body();
        parts.Directory.Store(path, result.Value);
        Enter(result.Iterations, result.Interactions, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result.Value;
    }

    /// <summary>Enters the stage in the book.</summary>
    public void Enter(long iterations, long interactions, double seconds)
        => parts.Book.Add(new StageBook.Entry(_name, iterations, interactions, seconds));
}
