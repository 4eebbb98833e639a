using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Verification.BoMrl;

/// <summary>Theorems 3 and 4 of bo-mrl: bounds on the optimality gap, and whether they say anything.</summary>
internal static class GapChecks
{
    private const int Anywhere = 20;

    /// <summary>What rounding leaves of an inequality.</summary>
    private const double Rounding = 1e-12;

    private static readonly (double Discount, double Noise)[] s_families = [(0.1, 0.3), (0.8, 0.3)];

    public static TheoryCheck Theorem3()
    {
        var parts = new List<string>();
        bool passed = true;
        foreach ((double discount, double noise) in s_families)
        {
            var family = new GapFamily(RandomKey.FromSeed(60), discount, noise);
            (TabularBounds bounds, double[] center) = family.At(ProximalDivergence.Reverse);
            (string reverse, bool holds) = Line(family, bounds, center, ProximalDivergence.Reverse);
            (string forward, bool alsoHolds) = Line(family, bounds, center, ProximalDivergence.Forward);
            int violated = Violated(family, center.Length);
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"γ {discount}, σ {noise}: D₂ {reverse}; D₁ {forward}; at other φ and λ violated in {violated} of {2 * Anywhere} cases"));
            passed &= holds && alsoHolds && violated == 0;
        }

        return Report(
            "BO-MRL, Theorem 3", "bo-mrl, Theorem 3, Lemma 17; comparators short of the optimum are ours",
            "TEOG(φ*) ≤ 2(1 + γ)A′Var/((1 − γ)²ε′) as printed, and ≤ E[J* − J^c] + (λ/(1 − γ) + C)·E D²(φ′, π^c) mended (10 tasks of 3 "
                + "states and 2 actions)",
            parts, passed);
    }

    public static TheoryCheck Theorem4()
    {
        var parts = new List<string>();
        bool passed = true;
        foreach ((double discount, double noise) in s_families)
        {
            var family = new GapFamily(RandomKey.FromSeed(60), discount, noise);
            (TabularBounds bounds, double[] center) = family.At(ProximalDivergence.Parameters);
            (string line, bool holds) = Line(family, bounds, center, ProximalDivergence.Parameters);
            int violated = ViolatedByDistance(family, center.Length);
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"γ {discount}, σ {noise}: {line}; at other φ with its λ violated in {violated} of {Anywhere} cases"));
            passed &= holds && violated == 0;
        }

        return Report(
            "BO-MRL, Theorem 4", "bo-mrl, Theorem 4, Lemma 18; comparators with finite logits are ours",
            $"TEOG(φ*) ≤ E[J* − J^c] + (λ/(1 − γ) + C)·E‖φ′ − θ^c‖² under D₃ with logits of at most {TabularBounds.LogitSize} "
                + "(10 tasks of 3 states and 2 actions)",
            parts, passed);
    }

    private static (string Text, bool Holds) Line(
        GapFamily family, TabularBounds bounds, double[] center, ProximalDivergence divergence)
    {
        double strength = bounds.TheoremStrength(divergence);
        double gap = family.LeastGap(new TabularOptions { Divergence = divergence, Strength = strength }, center);
        double variance = bounds.Variance(divergence);
        double printed = bounds.Printed(divergence);
        GapBound mended = bounds.Mended(divergence);
        string asPrinted = double.IsInfinity(variance)
            ? "Var infinite"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"printed {printed:g3} (Var {variance:g2}){(printed >= bounds.Vacuous ? " vacuous" : string.Empty)}");
        string vacuous = mended.Value >= bounds.Vacuous ? " vacuous" : string.Empty;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"TEOG {gap:g3} ≤ mended {mended.Value:g3} (δ {mended.Share:g2}, cost {mended.Cost:g2}){vacuous}, {asPrinted}, gap before "
                + $"{bounds.Before:g3}, λ {strength:g3}, A′ {bounds.Constants.Advantage:g3}, ε′ {bounds.Constants.Visits:g2}");
        return (text, gap <= mended.Value + Rounding && gap <= printed + Rounding);
    }

    /// <summary>How often the mended bound fails at random φ and λ, D₁ and D₂.</summary>
    private static int Violated(GapFamily family, int count)
    {
        int violated = 0;
        for (int i = 0; i < Anywhere; i++)
        {
            RandomKey key = RandomKey.FromSeed(61).Derive(i);
            double[] logits = RandomTables.Logits(key, count);
            double strength = Math.Pow(10, (4 * key.UniformOpen(0)) - 2);
            foreach (ProximalDivergence divergence in (ProximalDivergence[])[ProximalDivergence.Forward, ProximalDivergence.Reverse])
            {
                var rule = new TabularOptions { Divergence = divergence, Strength = strength };
                violated += family.Gap(rule, logits) <= family.At(logits).Any(rule).Value + Rounding ? 0 : 1;
            }
        }

        return violated;
    }

    /// <summary>The same under D₃, where λ has to be the theorem's: the solution is a global maximum then.</summary>
    private static int ViolatedByDistance(GapFamily family, int count) => Enumerable.Range(0, Anywhere).Count(i =>
    {
        double[] logits = RandomTables.Logits(RandomKey.FromSeed(62).Derive(i), count);
        TabularBounds bounds = family.At(logits);
        var rule = new TabularOptions
        {
            Divergence = ProximalDivergence.Parameters,
            Strength = bounds.TheoremStrength(ProximalDivergence.Parameters),
        };
        return !(family.Gap(rule, logits) <= bounds.Any(rule).Value + Rounding);
    });

    private static TheoryCheck Report(string name, string source, string statement, List<string> parts, bool passed) => new()
    {
        Name = name,
        Source = source,
        Statement = statement,
        Figure = string.Join("; ", parts),
        Passed = passed,
    };
}
