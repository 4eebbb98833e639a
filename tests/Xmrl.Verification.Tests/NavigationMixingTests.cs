using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Verification.Tests;

/// <summary>What the checks of Theorem 2 and Appendix J compare is really different, and really the same.</summary>
public sealed class NavigationMixingTests
{
    /// <summary>What sums in another order leave.</summary>
    private const double RoundingTolerance = 1e-12;

    /// <summary>Far above rounding: nats, or units of θ.</summary>
    private const double Visible = 1e-4;

    private static readonly RandomKey s_key = RandomKey.FromSeed(11);

    [Fact]
    public void Iterate_NothingIsMixed_CoefficientsStoreNothing()
    {
        using var mixing = new NavigationMixing();

        mixing.Iterate(NavigationMixing.Unmixed, mixing.Given, s_key).Iterations[0].Information.ShouldBe(0, RoundingTolerance);
        mixing.Iterate(NavigationMixing.Start, mixing.Given, s_key).Iterations[0].Information.ShouldBeGreaterThan(Visible);
    }

    [Fact]
    public void Drawn_OtherTasks_MoveThePosteriorAndTheirOrderDoesNot()
    {
        using var mixing = new NavigationMixing();
        double[] given = Means(mixing, [.. mixing.Given]);

        Distance(Means(mixing, [.. mixing.Given.Reverse()]), given).ShouldBeLessThan(RoundingTolerance);
        Distance(Means(mixing, [.. mixing.Drawn(s_key)]), given).ShouldBeGreaterThan(Visible);
    }

    private static double[] Means(NavigationMixing mixing, MdpTask[] others)
        => mixing.Iterate(NavigationMixing.Start, others, s_key).Distribution.Means;

    private static double Distance(double[] first, double[] second) => first.Zip(second, (a, b) => Math.Abs(a - b)).Max();
}
