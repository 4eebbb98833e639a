using Xmrl.Environments.Navigation2D;
using Xmrl.Reproduction.Papers;

namespace Xmrl.Reproduction.Tests;

public sealed class NavigationScaleTests
{
    /// <summary>The midpoint rule with 100 × 100 goals: h²/12 per axis and step, 100 steps.</summary>
    private const double Tolerance = 3e-3;

    [Fact]
    public void StandingStill_EqualsTheIntegral()
    {
        NavigationScale.StandingStill(new Navigation2DOptions()).ShouldBe(-100.0 / 6, Tolerance);
        NavigationScale.StandingStill(Navigation2DOptions.Square with { Reach = 0 })
            .ShouldBe(-100 * (Math.Sqrt(2) + Math.Log(1 + Math.Sqrt(2))) / 6, Tolerance);
    }

    [Fact]
    public void KnowingTheGoal_EqualsTheSumOverTheWay()
    {
        // Per axis Σₖ E max(0, |g| − 0.1 k)² with |g| uniform in [0, 0.5]: Σₖ (0.5 − 0.1 k)³/1.5.
        double axis = Enumerable.Range(1, 5).Sum(k => Math.Pow(0.5 - (0.1 * k), 3) / 1.5);

        NavigationScale.KnowingTheGoal(new Navigation2DOptions()).ShouldBe(-2 * axis, Tolerance);
    }
}
