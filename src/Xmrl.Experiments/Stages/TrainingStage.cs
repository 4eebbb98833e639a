using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Stages;

/// <summary>Meta-training of the base policy.</summary>
/// <param name="scale">The run's configuration.</param>
internal sealed class TrainingStage(RunScale scale) : IStage
{
    /// <inheritdoc/>
    public string Name => StageBook.MetaTraining;

    /// <inheritdoc/>
    public StageWork Work
        => scale.Training + scale.Validations(scale.Configuration.Meta.Iterations, scale.Configuration.Meta.Validations);

    /// <summary>A training that was stopped is done up to its newest checkpoint.</summary>
    public double Done(RunParts parts)
    {
        if (parts.Book.Has(Name))
        {
            return 1;
        }

        long newest = parts.Directory.Checkpoints.List()
            .Where(checkpoint => checkpoint.Series == TrainingSeries.Base.Series)
            .Select(checkpoint => checkpoint.Iteration)
            .DefaultIfEmpty(0)
            .Max();
        return Math.Min(1, newest / (double)scale.Configuration.Meta.Iterations);
    }

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        MetaSettings meta = parts.Configuration.Meta;
        TrainingResult trained = run.Train(
            Plan(parts, TrainingSeries.Base, key => DrawBatch(parts, key, meta.TasksPerIteration)) with
            {
                Validate = parts.Validate,
                ReturnsBeyond = parts.ReturnsBeyond,
                ValidateEvery = RunScale.ValidateEvery(meta.Iterations, meta.Validations),
            },
            meta.TasksPerIteration * scale.Task,
            token);
        return found with { Policies = [new MetaPolicy(null, trained.Parameters)], Totals = [trained.Totals] };
    }

    /// <summary>A training from the beginning on, as long as that of the base policy.</summary>
    internal static TrainingPlan Plan(RunParts parts, TrainingSeries series, Func<RandomKey, IReadOnlyList<TaskPlan>> tasks)
    {
        MetaSettings meta = parts.Configuration.Meta;
        return new TrainingPlan
        {
            Series = series.Series,
            MetricsName = series.MetricsName,
            Training = parts.Learner.Begin(
                parts.Initial(), meta.Learner.Schedule(meta.Iterations)),
            Iterations = meta.Iterations,
            OnFailure = meta.OnFailure,
            Tasks = tasks,
            Key = parts.Keys.Training,
        };
    }

    private static TaskPlan[] DrawBatch(RunParts parts, RandomKey key, int count)
    {
        if (parts.Configuration.Tasks.Fresh)
        {
            RandomKey own = key.Derive(RandomPurpose.TaskSampling);
            return [.. Enumerable.Range(0, count).Select(i => new TaskPlan { MdpTask = parts.Family.SampleTask(own, i) })];
        }

        var order = new int[parts.Tasks.Training.Count];
        key.Derive(RandomPurpose.TaskBatch).Permutation(order);
        return [.. order.Take(count).Order().Select(position => new TaskPlan { MdpTask = parts.Tasks.Training[position] })];
    }
}
