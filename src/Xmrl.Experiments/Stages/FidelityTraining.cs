using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>Trains anew on the critical tasks alone, or on as many random tasks alone, as long as the base policy.</summary>
/// <param name="scale">The run's configuration.</param>
/// <param name="isCritical">Whether it trains on the critical tasks.</param>
internal sealed class FidelityTraining(RunScale scale, bool isCritical) : IStage
{
    private readonly string _tasks = isCritical ? "critical" : "random";

    /// <inheritdoc/>
    public string Name => $"Fidelity: {_tasks} tasks alone";

    /// <inheritdoc/>
    public StageWork Work
        => Math.Min(1, scale.Configuration.Explain.CriticalTasks / (double)scale.Configuration.Meta.TasksPerIteration) * scale.Training;

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        if (found.Repairable is not { } explanation)
        {
            return found;
        }

        RunParts parts = run.Parts;
        int[] positions = isCritical ? explanation.Critical : RandomTasks(parts, explanation);
        Real[] trained = run.Train(
            TrainingStage.Plan(
                parts, new TrainingSeries($"only-{_tasks}", $"the training on {_tasks} tasks alone"), key => Draw(parts, positions, key)),
            Math.Min(positions.Length, parts.Configuration.Meta.TasksPerIteration) * scale.Task,
            token).Parameters;
        return isCritical ? found with { OnCritical = trained } : found with { OnRandom = trained };
    }

    /// <summary>Positions of as many random training tasks as there are critical ones.</summary>
    internal static int[] RandomTasks(RunParts parts, StoredExplanation explanation)
        => CriticalSelection.Random(parts.Tasks.Training.Count, explanation.Critical.Length, parts.Keys.Choice);

    private static TaskPlan[] Draw(RunParts parts, int[] positions, RandomKey key)
    {
        int[] order = [.. positions];
        key.Derive(RandomPurpose.TaskBatch).Shuffle<int>(order);
        return
        [
            .. order.Take(parts.Configuration.Meta.TasksPerIteration)
                .Order()
                .Select(position => new TaskPlan { MdpTask = parts.Tasks.Training[position] }),
        ];
    }
}
