using Xmrl.Numerics.Randomness;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Methods;

/// <summary>Every training task weighted by its influence on the poor tasks, or those that harm alone, down to nothing; and both on
/// randomly chosen tasks.</summary>
internal static class InfluenceWeighting
{
    /// <summary>Weights by influence h in standard deviations over tasks.</summary>
    public static Method XmrlWeighted { get; } = new()
    {
        Name = "xmrlWeighted",
        Title = "XMRL-Weighted",
        Description = "As Continued, with every training task weighted by its influence on the poor tasks.",
        Role = MethodRole.Variant,
        Strength = "a task of influence h, in standard deviations over tasks, weighs max(0, 1 + s·h), divided by the mean over tasks",
        Plan = static (plain, context) => plain with { Weights = ByInfluence(context) },
    };

    /// <summary>The same weights elsewhere: a critical task keeps its weight and its trajectories, on another task.</summary>
    public static Method RandomWeighted { get; } = XmrlWeighted with
    {
        Name = "randomWeighted",
        Title = "RandomWeighted",
        Description = "As XMRL-Weighted, with the same weights on randomly chosen training tasks.",
        Role = MethodRole.Control,
        Critical = static context =>
        {
            int[] moved = Permutation(context);
            return [.. context.Explanation.Critical.Select(position => moved[position])];
        },
        Plan = static (plain, context) => plain with { Weights = Permuted(ByInfluence(context), Permutation(context)) },
    };

    /// <summary>As XMRL-Weighted, without more than the others' weight for tasks that help.</summary>
    public static Method XmrlPruned { get; } = XmrlWeighted with
    {
        Name = "xmrlPruned",
        Title = "XMRL-Pruned",
        Description = "As Continued, with the training tasks that harm the poor tasks weighted down to nothing.",
        Strength =
            "a task of influence h < 0, in standard deviations over tasks, weighs max(0, 1 + s·h), the others 1, divided by the mean over "
                + "tasks",
        Plan = static (plain, context) => plain with { Weights = Pruned(context) },
    };

    /// <summary>The same weights on randomly chosen tasks.</summary>
    public static Method RandomPruned { get; } = XmrlPruned with
    {
        Name = "randomPruned",
        Title = "RandomPruned",
        Description = "As XMRL-Pruned, with the same weights on randomly chosen training tasks.",
        Role = MethodRole.Control,
        Plan = static (plain, context) => plain with { Weights = Shuffled(Pruned(context), RunKeys.ShuffledWeights(context.Key)) },
    };

    private static double[] ByInfluence(MethodContext context)
        => TaskWeights.Of(Influence(context).Select(influence => 1 + influence), context.Strength);

    private static double[] Pruned(MethodContext context)
        => TaskWeights.Of(Influence(context).Select(influence => 1 + Math.Min(0, influence)), context.Strength);

    private static IEnumerable<double> Influence(MethodContext context)
        => context.Explanation.Explanation!.Agreement.Elements.Select(element => element.Value);

    /// <summary>Where each training task's part in the retraining goes.</summary>
    private static int[] Permutation(MethodContext context)
    {
        var positions = new int[context.Tasks.Training.Count];
        RunKeys.MovedTasks(context.Key).Permutation(positions);
        return positions;
    }

    private static double[] Permuted(double[] weights, int[] positions)
    {
        var moved = new double[weights.Length];
        foreach ((int from, int to) in positions.Index())
        {
            moved[to] = weights[from];
        }

        return moved;
    }

    private static double[] Shuffled(double[] weights, RandomKey key)
    {
        key.Shuffle<double>(weights);
        return weights;
    }
}
