using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Methods;

/// <summary>Tasks that join the training tasks of a retraining.</summary>
/// <param name="Tasks">The tasks; at least one.</param>
/// <param name="Shares">Shares of trajectories per iteration, each as many as an ordinary task takes; at least one.</param>
/// <param name="Weight">Weight of all of them together, ≥ 0.</param>
internal sealed record AddedTasks(IReadOnlyList<MdpTask> Tasks, int Shares, double Weight)
{
    /// <summary>Added tasks have indices of their own: random numbers belong to an index. Below those of tasks with corrupted
    /// rewards.</summary>
    internal const int FirstIndex = 500_000;

    /// <summary>Draws the plans of one iteration: shares go round the tasks in random order.</summary>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <returns>A plan per drawn task, in the order of the tasks.</returns>
    public IReadOnlyList<TaskPlan> Draw(RandomKey key)
    {
        var order = new int[Tasks.Count];
        key.Permutation(order);
        return
        [
            .. order.Take(Shares).Select((position, turn) => (Position: position, Repeats: (Shares - turn + Tasks.Count - 1) / Tasks.Count))
                .OrderBy(drawn => drawn.Position)
                .Select(drawn => new TaskPlan
                {
                    MdpTask = Tasks[drawn.Position] with { Index = FirstIndex + drawn.Position },
                    Repeats = drawn.Repeats,
                    Weight = Weight * drawn.Repeats / Shares,
                }),
        ];
    }
}
