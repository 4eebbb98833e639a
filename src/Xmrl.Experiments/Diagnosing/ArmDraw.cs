using Xmrl.Diagnosis.Probes;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Diagnosing;

/// <summary>Draws the tasks of one iteration of a short training: systematic sampling, so that a task takes part as often as its weight
/// says, up to one time, and every arm takes as many trajectories.</summary>
internal static class ArmDraw
{
    /// <summary>Draws.</summary>
    /// <param name="arm">Tasks with their weights ≥ 0, of which one is positive.</param>
    /// <param name="shares">Shares of trajectories per iteration, ≥ 1: each as many as a task of the meta-training takes.</param>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <returns>Plans whose repeats add up to the shares.</returns>
    public static IReadOnlyList<TaskPlan> Of(Arm arm, int shares, RandomKey key)
    {
        var order = new int[arm.Tasks.Count];
        key.Derive(RandomPurpose.TaskBatch).Permutation(order);
        double step = arm.Tasks.Sum(task => task.Weight) / shares;
        double next = step * key.Derive(RandomPurpose.TaskBatch).Uniform(0);
        double reached = 0;
        var plans = new List<TaskPlan>();
        foreach (int position in order)
        {
            (MdpTask task, double weight) = arm.Tasks[position];
            reached += weight;
            int repeats = 0;
            for (; next < reached && shares > 0; next += step)
            {
                repeats++;
            }

            if (repeats > 0)
            {
                plans.Add(new TaskPlan { MdpTask = task, Repeats = repeats, Weight = repeats });
            }
        }

        return plans;
    }
}
