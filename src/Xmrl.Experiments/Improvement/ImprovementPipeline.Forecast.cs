using Xmrl.Experiments.Running;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Experiments.Improvement;

/// <content>What the run will take, and how far it is.</content>
public sealed partial class ImprovementPipeline
{
    /// <summary>Takes two small iterations of the learner, one to warm up, and says from the second what the stages that are left will
    /// take.</summary>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The forecast; null where the two iterations met numbers that are not finite. Nothing of the run depends on them.</returns>
    public RunForecast? Forecast(CancellationToken token)
    {
        var parameters = new Real[Learner.ParameterCount];
        Learner.Initialize(_root.Derive(RandomPurpose.Initialization), parameters);
        TaskPlan[] plans =
            [.. Enumerable.Range(0, _probeTasks).Select(i => new TaskPlan { MdpTask = Tasks.Training[i % Tasks.Training.Count] })];
        LearnerSettings learner = _configuration.Meta.Learner;
        IOuterStep step = learner.OuterStep(learner.Schedule(2) with { FinalShare = 1 }, Learner.ParameterCount);
        RandomKey key = _root.Derive(RandomPurpose.Other).Derive(4UL);
        try
        {
            _ = Learner.Iterate(parameters, plans, step, key.Derive(0UL), null, token);
            IterationReport report = Learner.Iterate(parameters, plans, step, key.Derive(1UL), null, token);
            double speed = report.Interactions / Math.Max(1e-9, report.WallSeconds);
            double steps = Math.Max(0, _cost.Total - Book.Entries.Sum(entry => _cost.Of(entry.Name)) - Trained());
            return new RunForecast(steps / speed, steps, speed) { Done = _cost.Total > 0 ? 1 - (steps / _cost.Total) : 0 };
        }
        catch (ArithmeticException)
        {
            return null;
        }
    }

    /// <summary>Iterations between two validations.</summary>
    internal static int ValidateEvery(int iterations, int validations)
        => validations > 0 ? Math.Max(1, iterations / validations) : iterations;

    /// <summary>Steps of a training that was stopped, up to its newest checkpoint.</summary>
    private double Trained()
    {
        bool isOver = Book.Entries.Any(entry => entry.Name == TrainingStage);
        long newest = isOver
            ? 0
            : _run.Checkpoints.List()
                .Where(checkpoint => checkpoint.Series == BaseSeries)
                .Select(checkpoint => checkpoint.Iteration)
                .DefaultIfEmpty(0)
                .Max();
        return _cost.Of(TrainingStage) * Math.Min(1, newest / (double)_configuration.Meta.Iterations);
    }

    private void Report(string name, int stage, long done, long total, string detail)
        => _progress.Report(new StageProgress(name, stage, _stageCount, done, total, detail)
        {
            Share = _cost.Share(name, total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0),
        });
}
