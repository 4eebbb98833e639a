using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Verification.BoMrl;

/// <summary>Theorems 1 and 2 of bo-mrl: how fast the hyper-gradient falls, and what the bounds on it say.</summary>
internal static class ConvergenceChecks
{
    /// <summary>α = c/√T with c = this share of the inverse of the curvature at the start.</summary>
    private const double StepShare = 1;

    private const double SlopeTolerance = 0.05;

    private static readonly int[] s_lengths = [256, 1024, 4096];
    private static readonly int[] s_long = [256, 1024, 4096, 16_384, 65_536];

    public static TheoryCheck Theorem1()
        => Check(
            "BO-MRL, Theorem 1", "bo-mrl, Theorem 1, Lemmas 6 to 11",
            [("D₁", ProximalDivergence.Forward), ("D₂", ProximalDivergence.Reverse)]);

    public static TheoryCheck Theorem2()
        => Check("BO-MRL, Theorem 2", "bo-mrl, Theorem 2, Lemmas 12 to 15", [("D₃", ProximalDivergence.Parameters)]);

    private static TheoryCheck Check(string name, string source, (string Name, ProximalDivergence Divergence)[] rules)
    {
        var parts = new List<string>();
        bool passed = true;
        foreach ((string rule, ProximalDivergence divergence) in rules)
        {
            var family = new AscentFamily(RandomKey.FromSeed(50), divergence);
            double[] printed = [.. s_lengths.Select(length => family.MeanSquare(length, family.Printed.StepSize(length)))];
            double[] mended = [.. s_lengths.Select(length => family.MeanSquare(length, family.Mended.StepSize(length)))];
            double[] bounds = [.. s_lengths.Select(length => family.Printed.At(length))];
            double[] mendedBounds = [.. s_lengths.Select(length => family.Mended.At(length))];
            double share = StepShare / family.Curvature();
            double slope = Slopes.OfLine(
                [.. s_long.Select(length => Math.Log(length))],
                [.. s_long.Select(length => Math.Log(family.MeanSquare(length, share / Math.Sqrt(length))))]);
            bool isVacuous = bounds.All(bound => bound >= family.Printed.Trivial);
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{rule}: mean ‖∇F‖² {Texts(printed)} ≤ {Numbers(bounds)} as printed and {Texts(mended)} ≤ {Numbers(mendedBounds)} "
                    + $"mended, at T = 2⁸, 2¹⁰, 2¹², {(isVacuous ? "vacuous: the lemmas" : "while the lemmas")} give "
                    + $"{family.Printed.Trivial:g3} for any φ; with α = c/√T slope of the logarithms {slope:f3} ≤ −0.5 + "
                    + $"{SlopeTolerance}"));
            passed &= Below(printed, bounds) && Below(mended, mendedBounds) && slope <= -0.5 + SlopeTolerance;
        }

        return new TheoryCheck
        {
            Name = name,
            Source = source,
            Statement =
                "mean ‖∇F‖² ≤ K/T + M/√T with the α prescribed, and O(1/√T) with α = c/√T (2 tasks of 2 states and 2 actions, γ 0.3, λ at "
                    + "the theorem's limit)",
            Figure = string.Join("; ", parts),
            Passed = passed,
        };
    }

    private static bool Below(double[] found, double[] bounds) => found.Zip(bounds, (x, bound) => x <= bound).All(holds => holds);

    private static string Texts(double[] values) => string.Join(", ", values.Select(Deviation.Text));

    private static string Numbers(double[] values)
        => string.Join(", ", values.Select(value => value.ToString("g3", CultureInfo.InvariantCulture)));
}
