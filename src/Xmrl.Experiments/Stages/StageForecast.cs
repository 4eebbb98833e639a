using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>What the stages that are left will take.</summary>
internal static class StageForecast
{
    /// <summary>Takes two small iterations of the learner, one to warm up, and says from the second what is left.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The forecast; null where the two iterations met numbers that are not finite. Nothing of the run depends on them.</returns>
    public static RunForecast? Measure(RunParts parts, StageList stages, CancellationToken token)
    {
        Real[] parameters = parts.Initial();
        TaskPlan[] plans =
        [
            .. Enumerable.Range(0, parts.ProbeTasks)
                .Select(i => new TaskPlan { MdpTask = parts.Tasks.Training[i % parts.Tasks.Training.Count] }),
        ];
        IMetaTraining training = parts.Learner.Begin(parameters, parts.Configuration.Meta.Learner.Schedule(2) with { FinalShare = 1 });
        RandomKey key = parts.Keys.Forecast;
        try
        {
            _ = training.Iterate(plans, RunKeys.WarmUp(key), token);
            IterationReport report = training.Iterate(plans, RunKeys.Measured(key), token);
            double speed = report.Interactions / Math.Max(1e-9, report.WallSeconds);
            double left = stages.Left(parts);
            return new RunForecast(left / speed, left, speed) { Done = stages.Steps > 0 ? 1 - (left / stages.Steps) : 0 };
        }
        catch (ArithmeticException)
        {
            return null;
        }
    }
}
