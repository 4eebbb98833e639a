using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Verification.BoMrl;

/// <summary>Ten tasks of three states and two actions around one process: small enough that every constant of the bounds is
/// known.</summary>
internal sealed class GapFamily
{
    private const int Tasks = 10;
    private const int States = 3;
    private const int Actions = 2;
    private const int Ascent = 150;

    private readonly TabularMdp[] _tasks;
    private readonly Comparator[] _comparators;

    /// <summary>A family.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="discount">Discount γ in [0, 1).</param>
    /// <param name="noise">Standard deviation between the tasks' rewards.</param>
    public GapFamily(RandomKey key, double discount, double noise)
    {
        _tasks = RandomTables.Family(key, Tasks, States, Actions, (discount, noise));
        _comparators = [.. _tasks.Select(mdp => new Comparator(mdp))];
    }

    /// <summary>The bounds at the center φ′ of the tasks' optima.</summary>
    /// <param name="divergence">D₁ and D₂ have one center, D₃ its own.</param>
    public (TabularBounds Bounds, double[] Center) At(ProximalDivergence divergence)
    {
        double[] center = divergence == ProximalDivergence.Parameters
            ? ComparatorCenter.OfLogits(_comparators, TabularBounds.LogitSize)
            : ComparatorCenter.Find(_comparators);
        return (new TabularBounds(_comparators, center), center);
    }

    /// <summary>The bounds at any φ.</summary>
    /// <param name="logits">Meta-parameters φ.</param>
    public TabularBounds At(double[] logits) => new(_comparators, logits);

    /// <summary>E[J* − J(Alg(φ))]; NaN where the inner solve does not end.</summary>
    /// <param name="rule">The within-task algorithm.</param>
    /// <param name="logits">Meta-parameters φ.</param>
    public double Gap(TabularOptions rule, double[] logits)
    {
        OptimalityGap gap = OptimalityGap.Of(_tasks, logits, rule, 0, 1);
        return gap.Failed == 0 ? gap.Adapted : double.NaN;
    }

    /// <summary>TEOG(φ*), φ* the best of exact ascents from the center and from the uniform policy.</summary>
    /// <param name="rule">The within-task algorithm.</param>
    /// <param name="center">Center φ′.</param>
    public double LeastGap(TabularOptions rule, double[] center)
    {
        var options = new TabularLearnerOptions { Rule = rule, Iterations = Ascent, BatchSize = Tasks, StepSize = 0.1 };
        var learner = new TabularLearner(_tasks, options);
        double best = Gap(rule, center);
        foreach (double[] start in (double[][])[center, new double[center.Length]])
        {
            best = Math.Min(best, Gap(rule, learner.Train(start, RandomKey.FromSeed(1)).Parameters));
        }

        return best;
    }
}
