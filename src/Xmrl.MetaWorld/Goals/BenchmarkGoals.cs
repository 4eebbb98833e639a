using System.Collections.Immutable;
using Xmrl.MetaWorld.Tasks;

namespace Xmrl.MetaWorld.Goals;

/// <summary>The goals that Meta-World draws for a seed.</summary>
internal static class BenchmarkGoals
{
    /// <summary>Goals per task.</summary>
    public const int PerTask = 50;

    /// <summary>Draws them: one stream runs through the tasks, and of every two accepted goals the second counts, as each reset of the
    /// reference draws twice.</summary>
    /// <param name="tasks">The tasks, in the benchmark's order.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>For each task its goals.</returns>
    public static ImmutableArray<ImmutableArray<double>>[] Draw(ImmutableArray<ArmTask> tasks, uint seed)
    {
        var stream = new MersenneTwister(seed);
        var goals = new ImmutableArray<ImmutableArray<double>>[tasks.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            ArmTask task = tasks[i];
            goals[i] = [.. Enumerable.Range(0, PerTask).Select(_ => Second(task, stream))];
        }

        return goals;
    }

    /// <summary>One goal: numbers are uniform over the task's box, drawn again while the task rejects them.</summary>
    /// <param name="task">The task.</param>
    /// <param name="next">Gives the next number in [0, 1).</param>
    public static ImmutableArray<double> Draw(ArmTask task, Func<double> next)
    {
        double[] goal = new double[task.Low.Length];
        do
        {
            for (int i = 0; i < goal.Length; i++)
            {
                goal[i] = task.Low[i] + ((task.High[i] - task.Low[i]) * next());
            }
        }
        while (task.IsRejected(goal));

        return [.. goal];
    }

    private static ImmutableArray<double> Second(ArmTask task, MersenneTwister stream)
    {
        _ = Draw(task, stream.NextUniform);
        return Draw(task, stream.NextUniform);
    }
}
