using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular.Bounds;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests.Bounds;

public sealed class TabularBoundsTests
{
    private const double Rounding = 1e-9;

    /// <summary>λ = ½, γ = 0.8, |r| ≤ 1, A = ¼: worked out by hand from the printed constants.</summary>
    [Fact]
    public void Printed_Forward_HasTheConstantsOfTheTheorem()
    {
        var bound = ConvergenceBound.Printed(ProximalDivergence.Forward, 0.5, 0.25, 1, 0.8);

        bound.B.ShouldBe(4144, 1e-6);
        bound.C.ShouldBe(30, Rounding);
        bound.G.ShouldBe(25, 1e-9);
        bound.K.ShouldBe(7.43e6, 1e4);
        bound.M.ShouldBe(9.29e7, 1e5);
        bound.Trivial.ShouldBe(56.25, 1e-6);
        bound.At(100).ShouldBe((bound.K / 100) + (bound.M / 10), 1e-3);
        bound.StepSize(1).ShouldBeLessThan(4e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0)]
    public void Mended_EveryDivergence_IsNotBelowThePrinted(int divergence)
    {
        var printed = ConvergenceBound.Printed((ProximalDivergence)divergence, 2, 0.25, 1, 0.8);
        var mended = ConvergenceBound.Mended((ProximalDivergence)divergence, 2, 0.25, 1, 0.8);

        mended.B.ShouldBeGreaterThanOrEqualTo(printed.B);
        mended.At(1000).ShouldBeGreaterThanOrEqualTo(printed.At(1000));
    }

    /// <summary>An optimum is deterministic: KL(π_φ ‖ π*) and ‖φ − θ*‖ are infinite, KL(π* ‖ π_φ) is −ln π_φ of its actions.</summary>
    [Fact]
    public void Variance_OfOptima_IsFiniteForTheReverseDivergenceAlone()
    {
        TabularBounds bounds = Bounds(Parameters(3, States * Actions));

        bounds.Variance(ProximalDivergence.Forward).ShouldBe(double.PositiveInfinity);
        bounds.Variance(ProximalDivergence.Parameters).ShouldBe(double.PositiveInfinity);
        bounds.Variance(ProximalDivergence.Reverse).ShouldBeInRange(0.1, 5);
        bounds.Printed(ProximalDivergence.Forward).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Printed_Reverse_IsTheTheoremsFormula()
    {
        TabularBounds bounds = Bounds(Parameters(3, States * Actions));
        (double a, double e) = (bounds.Constants.Advantage, bounds.Constants.Visits);

        bounds.Printed(ProximalDivergence.Reverse)
            .ShouldBe(2 * 1.8 * a * bounds.Variance(ProximalDivergence.Reverse) / (0.04 * e), 1e-6);
        bounds.Drawn(ProximalDivergence.Reverse, 0.5).ShouldBe(4.5 * bounds.Variance(ProximalDivergence.Reverse), Rounding);
        bounds.Printed(ProximalDivergence.Reverse).ShouldBeGreaterThan(bounds.Vacuous);
    }

    [Fact]
    public void Mended_ComparatorAtTheCenter_IsNeverAboveTheGapBefore()
    {
        TabularBounds bounds = Bounds(Parameters(4, States * Actions));
        foreach (ProximalDivergence divergence in Enum.GetValues<ProximalDivergence>())
        {
            GapBound bound = bounds.Mended(divergence);
            bound.Value.ShouldBeLessThanOrEqualTo(bounds.Before + Rounding);
            bound.Cost.ShouldBeInRange(-Rounding, bound.Value + Rounding);
        }
    }

    [Fact]
    public void Find_Centers_LieCloserToTheOptimaThanTheUniformPolicy()
    {
        Comparator[] comparators = Comparators();
        double[] center = ComparatorCenter.Find(comparators);

        new TabularBounds(comparators, center).Variance(ProximalDivergence.Reverse)
            .ShouldBeLessThan(new TabularBounds(comparators, new double[center.Length]).Variance(ProximalDivergence.Reverse));
    }

    [Fact]
    public void OfStates_KnownPolicies_AreKullbackLeiblerDivergences()
    {
        double[] logs = [Math.Log(0.25), Math.Log(0.75), Math.Log(0.5), Math.Log(0.5)];
        double[] policy = [0.5, 0.5, 1, 0];

        double[] reverse = PolicyDivergence.OfStates(ProximalDivergence.Reverse, logs, policy, 2);
        reverse[0].ShouldBe((0.5 * Math.Log(2)) + (0.5 * Math.Log(2.0 / 3)), Rounding);
        reverse[1].ShouldBe(Math.Log(2), Rounding);
        double[] forward = PolicyDivergence.OfStates(ProximalDivergence.Forward, logs, policy, 2);
        forward[0].ShouldBe((0.25 * Math.Log(0.5)) + (0.75 * Math.Log(1.5)), Rounding);
        forward[1].ShouldBe(double.PositiveInfinity);
        PolicyDivergence.OfStates(ProximalDivergence.Forward, logs, [0.25, 0.75, 0.5, 0.5], 2).ShouldAllBe(x => x >= 0 && x < 1e-15);
    }

    [Fact]
    public void At_StatesThatNothingReaches_DoNotCount()
    {
        // 0 → 1 (absorbs); 2 leads to 0 and nothing leads to 2.
        var mdp = new TabularMdp([0, 1, 0, 0, 1, 0, 1, 0, 0], [0, 1, 9], [1, 0, 0], 0.5);

        BoundConstants.At([mdp], new double[3]).Visits.ShouldBe(0.5, Rounding);
    }

    private static TabularBounds Bounds(double[] logits) => new(Comparators(), logits);

    private static Comparator[] Comparators() => [.. new ulong[] { 1, 2, 3 }.Select(seed => new Comparator(Mdp(seed)))];
}
