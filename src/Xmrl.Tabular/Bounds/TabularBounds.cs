using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Bounds;

/// <summary>Upper bounds on the optimality gap E[J* − J(Alg(φ))] at a φ, computed: Theorems 3 and 4 as printed and mended, and a bound of
/// one step that needs neither a large λ nor visits to every state.</summary>
/// <remarks>
/// <para>Mended: the proofs never use that the comparator is the optimum. Any π^c may stand there for J* − J(π^c), which keeps divergences
/// finite: E[J* − J^c] + (λ/(1 − γ) + C)·E D²(φ, π^c) + max(0, C − λ/(1 − γ))·E D²(φ, Alg(φ)). With the theorem's λ the last term is
/// 0.</para>
/// <para>One step: V′(s) ≥ Σ π′Q_φ, as adaptation under a divergence of policies improves every state; so
/// J* − J(Alg(φ)) ≤ E_ρ[λd²(π_φ, π^c) + γE(V^c − V_φ)] + J* − J^c for any λ.</para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Theorems 3 and 4, Lemmas 16 to 18.</seealso>
internal sealed class TabularBounds
{
    /// <summary>Size of the logits of comparators with finite parameters.</summary>
    public const double LogitSize = 5;

    private const int Shares = 100;

    private readonly IReadOnlyList<Comparator> _comparators;
    private readonly double[] _logits;
    private readonly double[] _logs;
    private readonly PolicyMoments[] _centers;

    /// <summary>Measures φ.</summary>
    /// <param name="comparators">The tasks' optima; at least one.</param>
    /// <param name="logits">Meta-parameters φ. Shape [S·A].</param>
    public TabularBounds(IReadOnlyList<Comparator> comparators, double[] logits)
    {
        _comparators = comparators;
        _logits = logits;
        _logs = SoftmaxTable.LogProbabilities(logits, comparators[0].Mdp.Actions);
        double[] policy = [.. _logs.Select(Math.Exp)];
        _centers = [.. comparators.Select(comparator => PolicyMoments.Of(comparator.Mdp, policy))];
        Constants = BoundConstants.At([.. comparators.Select(comparator => comparator.Mdp)], logits);
    }

    /// <summary>A, ε and γ at φ.</summary>
    public BoundConstants Constants { get; }

    /// <summary>E[J* − J(π_φ)], the gap before adaptation.</summary>
    public double Before => Mean(i => _comparators[i].Optimum - _centers[i].Return);

    /// <summary>min(A/(1 − γ), gap before adaptation): a bound from here on says nothing about adaptation.</summary>
    public double Vacuous => Math.Min(Constants.Advantage / (1 - Constants.Discount), Before);

    /// <summary>The λ that Theorem 3, for a distance of parameters Theorem 4, prescribes.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    public double TheoremStrength(ProximalDivergence divergence)
        => (divergence == ProximalDivergence.Parameters ? 6 : 2) * Constants.Advantage
            / ((1 - Constants.Discount) * Constants.Visits);

    /// <summary>E D²(φ, π*), whose least value over φ the paper calls the variance of the tasks; +∞ for D₁ and D₃, as an optimum has
    /// probabilities 0 and no finite logits.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    public double Variance(ProximalDivergence divergence) => divergence == ProximalDivergence.Parameters
        ? double.PositiveInfinity
        : Mean(i => PolicyDivergence.Mean(divergence, _centers[i], _logs, _comparators[i].Whole(_centers[i].Policy)));

    /// <summary>The bound of Theorem 3 or 4 as printed, without its term of the training error: (λ/(1 − γ) + C)·Var with the theorem's
    /// λ.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    public double Printed(ProximalDivergence divergence)
        => Factor(divergence, TheoremStrength(divergence)) * Variance(divergence);

    /// <summary>What the figures' formula gives with the λ that was used instead of the theorem's: ((1 + γ)/(1 − γ))·λ·Var, for D₃
    /// ((6 + 4γ)/(6(1 − γ)))·λ·Var.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    /// <param name="strength">Strength λ &gt; 0.</param>
    public double Drawn(ProximalDivergence divergence, double strength)
        => DrawnFactor(divergence, Constants.Discount) * strength * Variance(divergence);

    /// <summary>What that formula multiplies λ·Var with: 9 at γ = 0.8, for D₃ 7.67.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    /// <param name="discount">γ in [0, 1).</param>
    public static double DrawnFactor(ProximalDivergence divergence, double discount) => divergence == ProximalDivergence.Parameters
        ? (6 + (4 * discount)) / (6 * (1 - discount))
        : (1 + discount) / (1 - discount);

    /// <summary>The mended bound for the theorem's λ.</summary>
    /// <param name="divergence">D₁, D₂ or D₃.</param>
    public GapBound Mended(ProximalDivergence divergence)
        => Any(new TabularOptions { Divergence = divergence, Strength = TheoremStrength(divergence) });

    /// <summary>The mended bound for any λ.</summary>
    /// <param name="rule">The within-task algorithm.</param>
    /// <returns>Over comparators from the optimum to the center the smallest.</returns>
    /// <remarks>The adaptation must be a global maximiser of its inner problem; under a distance of parameters that is sure where λ is the
    /// theorem's.</remarks>
    public GapBound Any(TabularOptions rule)
    {
        double rest = 1 - Constants.Discount;
        double shortfall = Math.Max(0, Lemma(rule.Divergence) - (rule.Strength / rest));
        double moved = shortfall > 0 ? shortfall * Mean(i => Moved(i, rule)) : 0;
        double factor = Factor(rule.Divergence, rule.Strength);
        return Smallest(share =>
        {
            double cost = Mean(i => Cost(i, rule.Divergence, share));
            double divergence = Mean(i => Divergence(i, rule.Divergence, share));
            return new GapBound(cost + (divergence == 0 ? 0 : factor * divergence) + moved, share, cost);
        });
    }

    /// <summary>The bound of one step for any λ, D₁ and D₂.</summary>
    /// <param name="rule">The within-task algorithm.</param>
    /// <returns>Over comparators from the optimum to the center the smallest.</returns>
    public GapBound OneStep(TabularOptions rule) => Smallest(share =>
    {
        double cost = Mean(i => Cost(i, rule.Divergence, share));
        return new GapBound(cost + Mean(i => Step(i, rule, share)), share, cost);
    });

    private static GapBound Smallest(Func<double, GapBound> at)
    {
        var best = new GapBound(double.PositiveInfinity, 0, 0);
        for (int k = 0; k <= Shares; k++)
        {
            GapBound bound = at((double)k / Shares);
            best = bound.Value < best.Value ? bound : best;
        }

        return best;
    }

    private double Lemma(ProximalDivergence divergence)
        => divergence == ProximalDivergence.Parameters ? Constants.ParameterFactor : Constants.PolicyFactor;

    /// <summary>λ/(1 − γ) + C.</summary>
    private double Factor(ProximalDivergence divergence, double strength)
        => (strength / (1 - Constants.Discount)) + Lemma(divergence);

    private double Mean(Func<int, double> of) => Enumerable.Range(0, _comparators.Count).Average(of);

    private double[] Policy(int task, ProximalDivergence divergence, double share)
        => divergence == ProximalDivergence.Parameters
            ? SoftmaxTable.Probabilities(
                _comparators[task].Logits(_logits, LogitSize, share), _comparators[task].Mdp.Actions)
            : _comparators[task].Mix(_centers[task].Policy, share);

    private double Cost(int task, ProximalDivergence divergence, double share)
        => _comparators[task].Optimum - _comparators[task].Mdp.Evaluate(Policy(task, divergence, share)).Return;

    private double Divergence(int task, ProximalDivergence divergence, double share) => (share, divergence) switch
    {
        (1, _) => 0,
        (_, ProximalDivergence.Parameters) => PolicyDivergence.Square(_comparators[task].Logits(_logits, LogitSize, share), _logits),
        _ => PolicyDivergence.Mean(divergence, _centers[task], _logs, Policy(task, divergence, share)),
    };

    private double Moved(int task, TabularOptions rule)
    {
        TabularAdapted adapted = new TabularTask(_comparators[task].Mdp, rule).Adapt(_logits);
        return rule.Divergence == ProximalDivergence.Parameters
            ? PolicyDivergence.Square(adapted.Parameters, _logits)
            : PolicyDivergence.Mean(rule.Divergence, _centers[task], _logs, adapted.Policy);
    }

    /// <summary>E_ρ[λd²(π_φ, π^c) + γE_{π^c, P}(V^c − V_φ)].</summary>
    private double Step(int task, TabularOptions rule, double share)
    {
        TabularMdp mdp = _comparators[task].Mdp;
        double[] policy = Policy(task, rule.Divergence, share);
        double[] states = PolicyDivergence.OfStates(rule.Divergence, _logs, policy, mdp.Actions);
        TabularEvaluation own = mdp.Evaluate(policy);
        ReadOnlySpan<double> center = _centers[task].Exact!.ActionValues;
        double sum = 0;
        for (int s = 0; s < mdp.States; s++)
        {
            if (mdp.Start[s] == 0)
            {
                continue;
            }

            double gain = 0;
            for (int pair = s * mdp.Actions; pair < (s + 1) * mdp.Actions; pair++)
            {
                gain += policy[pair] * (own.ActionValues[pair] - center[pair]);
            }

            sum += mdp.Start[s] * ((rule.Strength * states[s]) + gain);
        }

        return sum;
    }
}
