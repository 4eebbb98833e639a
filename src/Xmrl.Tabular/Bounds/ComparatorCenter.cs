using Xmrl.Numerics.Optimization;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Bounds;

/// <summary>φ′: where the mean divergence to the comparators of all tasks has a local minimum. The bounds hold at any φ and are named after
/// this one.</summary>
internal static class ComparatorCenter
{
    /// <summary>Least probability of an action at the start.</summary>
    private const double Floor = 1e-3;

    private const double StepSize = 0.05;

    /// <summary>The center of the optima under the reverse divergence, E KL(π* ‖ π_φ) over the visits of π_φ.</summary>
    /// <param name="comparators">The tasks' optima.</param>
    /// <param name="iterations">Steps of Adam, ≥ 0, on the exact gradient.</param>
    /// <returns>Logits. Shape [S·A].</returns>
    /// <remarks>The forward divergence to an optimum is infinite everywhere; its bounds take this center too.</remarks>
    public static double[] Find(IReadOnlyList<Comparator> comparators, int iterations = 400)
    {
        double[] logits = Start(comparators);
        var optimizer = new Adam(logits.Length, new AdamOptions { StepSize = StepSize });
        var move = new Real[logits.Length];
        for (int k = 0; k < iterations; k++)
        {
            double[] gradient = Gradient(comparators, logits);
            Array.Clear(move);
            optimizer.Step(move, gradient);
            for (int p = 0; p < logits.Length; p++)
            {
                logits[p] += move[p];
            }
        }

        return logits;
    }

    /// <summary>Center of logits, where the mean of ‖θ − φ‖² is least: their mean over the tasks whose optimum visits the state.</summary>
    /// <param name="comparators">The tasks' optima.</param>
    /// <param name="size">Size of the comparators' logits, &gt; 0.</param>
    /// <returns>Logits. Shape [S·A].</returns>
    public static double[] OfLogits(IReadOnlyList<Comparator> comparators, double size)
    {
        int actions = comparators[0].Mdp.Actions;
        double[] result = new double[comparators[0].Mdp.Rewards.Length];
        for (int pair = 0; pair < result.Length; pair++)
        {
            double[] own =
                [.. comparators.Where(c => c.IsVisited(pair / actions)).Select(c => c.Policy[pair] > 0 ? size : -size)];
            result[pair] = own.Length == 0 ? 0 : own.Average();
        }

        return result;
    }

    /// <summary>ln of Σ ν*π*, with a floor.</summary>
    private static double[] Start(IReadOnlyList<Comparator> comparators)
    {
        int actions = comparators[0].Mdp.Actions;
        double[] sums = new double[comparators[0].Mdp.Rewards.Length];
        foreach (Comparator comparator in comparators)
        {
            for (int pair = 0; pair < sums.Length; pair++)
            {
                sums[pair] += comparator.IsVisited(pair / actions)
                    ? comparator.Visits[pair / actions] * comparator.Policy[pair]
                    : 0;
            }
        }

        double[] logits = new double[sums.Length];
        for (int first = 0; first < sums.Length; first += actions)
        {
            double total = sums.AsSpan(first, actions).ToArray().Sum();
            for (int pair = first; pair < first + actions; pair++)
            {
                logits[pair] = total > 0 ? Math.Log(Math.Max(sums[pair] / total, Floor)) : 0;
            }
        }

        return logits;
    }

    /// <summary>−∇ of the mean divergence.</summary>
    private static double[] Gradient(IReadOnlyList<Comparator> comparators, double[] logits)
    {
        int actions = comparators[0].Mdp.Actions;
        double[] logs = SoftmaxTable.LogProbabilities(logits, actions);
        double[] policy = [.. logs.Select(Math.Exp)];
        double[] gradient = new double[logits.Length];
        foreach (Comparator comparator in comparators)
        {
            var moments = PolicyMoments.Of(comparator.Mdp, policy);
            double[] other = comparator.Whole(policy);
            double[] states = PolicyDivergence.OfStates(ProximalDivergence.Reverse, logs, other, actions);
            double[] byVisits = moments.Exact!.VisitGradient(states);
            for (int pair = 0; pair < gradient.Length; pair++)
            {
                double direct = moments.Visits[pair / actions] * (policy[pair] - other[pair]);
                gradient[pair] -= (direct + byVisits[pair]) / comparators.Count;
            }
        }

        return gradient;
    }
}
