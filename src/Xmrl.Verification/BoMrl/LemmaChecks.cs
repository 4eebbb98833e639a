using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Verification.BoMrl;

/// <summary>The lemmas behind bo-mrl's bounds, on random processes and pairs of policies.</summary>
internal static class LemmaChecks
{
    private const int States = 4;
    private const int Actions = 3;
    private const double Discount = 0.8;
    private const int Pairs = 200;
    private const int Processes = 100;

    /// <summary>What rounding leaves of a value that does not fall.</summary>
    private const double Rounding = 1e-12;

    private static readonly ProximalDivergence[] s_policies = [ProximalDivergence.Forward, ProximalDivergence.Reverse];
    private static readonly double[] s_strengths = [0.001, 0.01, 0.1, 1, 10];

    /// <summary>Lemmas 16, 17 and 18: how far the return is from its first-order expansion, as a share of the bounds; and Lemma 5's lower
    /// bound of the ratio as printed, which is false, and mended.</summary>
    public static TheoryCheck Lemmas()
    {
        double[] largest = new double[4];
        for (int i = 0; i < Pairs; i++)
        {
            RandomKey key = RandomKey.FromSeed(40).Derive(i);
            TabularMdp mdp = RandomTables.Process(key, States, Actions, Discount);
            double[] first = RandomTables.Logits(key.Derive(1), States * Actions);
            double[] second = [.. first.Zip(RandomTables.Logits(key.Derive(2), States * Actions), (x, d) => x + (0.5 * d))];
            double[] ratios = Ratios(mdp, first, second);
            largest = [.. largest.Zip(ratios, Math.Max)];
        }

        (double below, double above, int violated) = Lemma5();
        return new TheoryCheck
        {
            Name = "BO-MRL, lemmas",
            Source = "bo-mrl, Lemmas 5, 16, 17, 18",
            Statement =
                $"|J(π′) − J(π) − E A/(1 − γ)| stays below the bounds ({Pairs} pairs of policies), and λ/(λ + 2max|A|) ≤ π′/π_φ ≤ "
                    + "λ/(λ − max|A|); with max|A| for 2max|A|, as printed, it does not hold",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"largest share of the bound: Lemma 16 {largest[0]:g2}, 17 {largest[1]:g2} (D₁) and {largest[2]:g2} (D₂), 18 "
                    + $"{largest[3]:g2} ≤ 1; Lemma 5 mended {below:g3} and {above:g3} ≤ 1, as printed false in {violated} of "
                    + $"{Processes} processes"),
            Passed = largest.Max() <= 1 && below <= 1 && above <= 1 && violated > 0,
        };
    }

    /// <summary>Adaptation never lowers the return, whatever λ, under D₁ and D₂: it improves every state. Under D₃ with Lemma 18's
    /// λ.</summary>
    public static TheoryCheck Improvement()
    {
        double least = double.PositiveInfinity;
        double state = double.PositiveInfinity;
        double distance = double.PositiveInfinity;
        for (int i = 0; i < Processes; i++)
        {
            RandomKey key = RandomKey.FromSeed(41).Derive(i);
            TabularMdp mdp = RandomTables.Process(key, States, Actions, Discount);
            double[] logits = RandomTables.Logits(key.Derive(1), States * Actions);
            double before = PlainTables.Return(mdp, PlainTables.Softmax(logits, Actions));
            foreach (ProximalDivergence divergence in s_policies)
            {
                foreach (double strength in s_strengths)
                {
                    var task = new TabularTask(mdp, new TabularOptions { Divergence = divergence, Strength = strength });
                    double[] adapted = task.Adapt(logits).Policy;
                    least = Math.Min(least, PlainTables.Return(mdp, adapted) - before);
                    state = Math.Min(state, LeastState(task.At(logits), adapted, divergence, strength));
                }
            }

            var bound = BoundConstants.At([mdp], logits);
            double needed = (1 - Discount) * bound.ParameterFactor;
            var own = new TabularTask(mdp, new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = needed });
            distance = Math.Min(distance, PlainTables.Return(mdp, own.Adapt(logits).Policy) - before);
        }

        return new TheoryCheck
        {
            Name = "BO-MRL, improvement",
            Source = "bo-mrl, Section 5.4, without its condition on λ for D₁ and D₂",
            Statement =
                $"J(Alg(π)) ≥ J(π), and Σ π′A ≥ λd² in every state, for λ from 0.001 to 10; under D₃ for the λ of Lemma 18 ({Processes} "
                    + "processes)",
            Figure =
                $"least gain {Deviation.Text(least)}, least of Σ π′A − λd² {Deviation.Text(state)}, least gain under D₃ "
                    + $"{Deviation.Text(distance)} ≥ −{Deviation.Text(Rounding)}",
            Passed = Math.Min(least, Math.Min(state, distance)) >= -Rounding,
        };
    }

    /// <summary>The bound of one step on the optimality gap, for any λ and any φ.</summary>
    public static TheoryCheck OneStep()
    {
        int violated = 0;
        int cases = 0;
        double tightest = double.PositiveInfinity;
        double gap = 0;
        double bound = 0;
        double before = 0;
        for (int i = 0; i < Processes; i++)
        {
            RandomKey key = RandomKey.FromSeed(42).Derive(i);
            TabularMdp[] tasks = RandomTables.Family(key, 2, States, Actions, (Discount, 0.3));
            double[] logits = RandomTables.Logits(key.Derive(9), States * Actions);
            var bounds = new TabularBounds([.. tasks.Select(mdp => new Comparator(mdp))], logits);
            foreach (ProximalDivergence divergence in s_policies)
            {
                foreach (double strength in (double[])[0.01, 0.1, 1, 10])
                {
                    var rule = new TabularOptions { Divergence = divergence, Strength = strength };
                    double own = bounds.OneStep(rule).Value;
                    double found = tasks.Average(
                        mdp => mdp.Optimum().Return - PlainTables.Adapted(mdp, logits, divergence, strength));
                    cases++;
                    violated += found > own + Rounding ? 1 : 0;
                    tightest = Math.Min(tightest, own - found);
                    (gap, bound, before) = (gap + found, bound + own, before + bounds.Before);
                }
            }
        }

        return new TheoryCheck
        {
            Name = "BO-MRL, bound of one step",
            Source = "ours, for bo-mrl, eq. (1)",
            Statement =
                "E[J* − J(Alg(φ))] ≤ E[λd²(π_φ, π^c) + γ(V^c − V_φ)] + J* − J^c for any φ, λ and comparator under D₁ and D₂, without "
                    + "visits to every state",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"violated in {violated} of {cases} cases, smallest margin {tightest:g2}; on average TEOG {gap / cases:f3} ≤ "
                    + $"{bound / cases:f3}, gap before adaptation {before / cases:f3}"),
            Passed = violated == 0,
        };
    }

    /// <summary>Σ π′A − λd² of the worst state.</summary>
    private static double LeastState(PolicyMoments center, double[] adapted, ProximalDivergence divergence, double strength)
    {
        double[] logs = [.. center.Policy.Select(p => Math.Log(p))];
        double[] divergences = PolicyDivergence.OfStates(divergence, logs, adapted, Actions);
        return Enumerable.Range(0, States).Min(
            s => Enumerable.Range(s * Actions, Actions).Sum(pair => adapted[pair] * center.Advantages[pair]) - (strength * divergences[s]));
    }

    /// <summary>What the expansion leaves over the bounds of Lemmas 16, 17 (D₁, D₂) and 18, the last with γ for the printed 4γ.</summary>
    private static double[] Ratios(TabularMdp mdp, double[] first, double[] second)
    {
        double[] policy = PlainTables.Softmax(first, Actions);
        double[] other = PlainTables.Softmax(second, Actions);
        var center = PolicyMoments.Of(mdp, policy);
        var bound = BoundConstants.At([mdp], first);
        double linear = Enumerable.Range(0, policy.Length)
            .Sum(pair => center.Visits[pair / Actions] * other[pair] * center.Advantages[pair]) / (1 - Discount);
        double rest = Math.Abs(PlainTables.Return(mdp, other) - center.Return - linear);
        double[] variation = PolicyDivergence.TotalVariation(policy, other, Actions);
        double factor = 4 * Discount * bound.Advantage / ((1 - Discount) * (1 - Discount));
        double[] logs = [.. policy.Select(p => Math.Log(p))];
        return
        [
            rest / (factor * variation.Max() * variation.Zip(center.Visits, (x, visits) => x * visits).Sum()),
            rest / (bound.PolicyFactor * PolicyDivergence.Mean(ProximalDivergence.Forward, center, logs, other)),
            rest / (bound.PolicyFactor * PolicyDivergence.Mean(ProximalDivergence.Reverse, center, logs, other)),
            rest / (0.25 * bound.ParameterFactor * PolicyDivergence.Square(second, first)),
        ];
    }

    /// <summary>Largest shares of the mended bounds, λ/(λ + 2max|A|)/ρ and ρ·(λ − max|A|)/λ, and in how many processes the printed lower
    /// one fails.</summary>
    private static (double Below, double Above, int Violated) Lemma5()
    {
        double below = 0;
        double above = 0;
        int violated = 0;
        for (int i = 0; i < Processes; i++)
        {
            RandomKey key = RandomKey.FromSeed(43).Derive(i);
            TabularMdp mdp = RandomTables.Process(key, States, Actions, Discount);
            double[] logits = RandomTables.Logits(key.Derive(1), States * Actions);
            double advantage = BoundConstants.At([mdp], logits).Advantage;
            double strength = advantage * (1.01 + key.UniformOpen(0));
            var task = new TabularTask(mdp, new TabularOptions { Divergence = ProximalDivergence.Forward, Strength = strength });
            double[] ratios = task.Adapt(logits).Ratios;
            below = Math.Max(below, strength / (strength + (2 * advantage)) / ratios.Min());
            above = Math.Max(above, ratios.Max() * (strength - advantage) / strength);
            violated += ratios.Min() < strength / (strength + advantage) ? 1 : 0;
        }

        return (below, above, violated);
    }
}
