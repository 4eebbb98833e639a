using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Upper bounds on the expected optimality gap after one adaptation, and what they are made of. Null where a figure is
/// infinite, or where there is no such bound.</summary>
internal sealed record BoundFigures
{
    /// <summary>What the drawn line multiplies λ·Var with: (1 + γ)/(1 − γ), for a distance of parameters (6 + 4γ)/(6(1 − γ)).</summary>
    public required double Factor { get; init; }

    /// <summary>Var to the policies after fifteen adaptations, at φ: mean of D².</summary>
    public required double Reached { get; init; }

    /// <summary>The same with the arguments of the divergence exchanged.</summary>
    public required double Exchanged { get; init; }

    /// <summary>The drawn line with the λ that was used, Var taken to the optima, as the theorem has it, at its φ′.</summary>
    public required double? Drawn { get; init; }

    /// <summary>Theorem 3 or 4 as printed, with the λ that it prescribes.</summary>
    public required double? Theorem { get; init; }

    /// <summary>The same with comparators that are not optimal.</summary>
    public required double Mended { get; init; }

    /// <summary>The bound of one step at the meta-policy with the λ that was used, ours.</summary>
    public required double? OneStep { get; init; }

    /// <summary>The λ that the theorem prescribes at φ′.</summary>
    public required double TheoremStrength { get; init; }

    /// <summary>A at φ′.</summary>
    public required double Advantage { get; init; }

    /// <summary>ε at φ′, the least visits of a reachable live state.</summary>
    public required double Visits { get; init; }

    /// <summary>Adaptations after which public scripts take a policy for the optimum.</summary>
    private const int Adaptations = 15;

    /// <summary>Computes them.</summary>
    /// <param name="tasks">The tasks under the within-task algorithm.</param>
    /// <param name="parameters">φ that was learned. Shape [S·A].</param>
    /// <param name="rule">The within-task algorithm.</param>
    public static BoundFigures Of(IReadOnlyList<TabularTask> tasks, double[] parameters, TabularOptions rule)
    {
        Comparator[] comparators = [.. tasks.Select(task => new Comparator(task.Mdp))];
        bool isOfParameters = rule.Divergence == ProximalDivergence.Parameters;
        double[] center = isOfParameters
            ? ComparatorCenter.OfLogits(comparators, TabularBounds.LogitSize)
            : ComparatorCenter.Find(comparators);
        var atCenter = new TabularBounds(comparators, center);
        var here = new TabularBounds(comparators, parameters);
        return new BoundFigures
        {
            Factor = TabularBounds.DrawnFactor(rule.Divergence, tasks[0].Mdp.Discount),
            Reached = tasks.Average(task => Distance(task, parameters, rule.Divergence)),
            Exchanged = tasks.Average(task => Distance(task, parameters, rule.Divergence switch
            {
                ProximalDivergence.Forward => ProximalDivergence.Reverse,
                ProximalDivergence.Reverse => ProximalDivergence.Forward,
                _ => ProximalDivergence.Parameters,
            })),
            Drawn = Finite(atCenter.Drawn(rule.Divergence, rule.Strength)),
            Theorem = Finite(atCenter.Printed(rule.Divergence)),
            Mended = atCenter.Mended(rule.Divergence).Value,
            OneStep = isOfParameters ? null : here.OneStep(rule).Value,
            TheoremStrength = atCenter.TheoremStrength(rule.Divergence),
            Advantage = atCenter.Constants.Advantage,
            Visits = atCenter.Constants.Visits,
        };
    }

    /// <summary>D² from φ to the policy that a task reaches.</summary>
    private static double Distance(TabularTask task, double[] parameters, ProximalDivergence divergence)
    {
        double[] reached = parameters;
        for (int k = 0; k < Adaptations; k++)
        {
            reached = task.Adapt(reached).Parameters;
        }

        PolicyMoments moments = task.At(parameters);
        return divergence == ProximalDivergence.Parameters
            ? PolicyDivergence.Square(reached, parameters)
            : PolicyDivergence.Mean(
                divergence, moments, SoftmaxTable.LogProbabilities(parameters, task.Mdp.Actions), task.At(reached).Policy);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
