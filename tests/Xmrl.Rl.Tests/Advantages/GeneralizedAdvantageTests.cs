using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Tests.Advantages;

public sealed class GeneralizedAdvantageTests
{
    /// <summary>A few float roundings of numbers below 100.</summary>
    private const double RealTolerance = 1e-5;

    private static readonly Real[] Rewards = [1, 2, 3, 10, 20];
    private static readonly Real[] Values = [(Real)0.5, 1, (Real)1.5, 4, 8];

    [Fact]
    public void Compute_TwoTrajectories_AsByHand()
    {
        // γ = 0.5, λ = 0.5. The first is truncated with V(final) = 2, the second terminated; its final value must not be read.
        // First:  δ₂ = 3 + 1 − 1.5 = 2.5; δ₁ = 2 + 0.75 − 1 = 1.75; δ₀ = 1 + 0.5 − 0.5 = 1. Second: δ₁ = 20 − 8 = 12; δ₀ = 10 + 4 − 4 = 10.
        Compute([2, Real.NaN], [false, true], new GaeOptions { Discount = 0.5, Lambda = 0.5 })
            .ShouldBe([(Real)(1 + (0.25 * 2.375)), (Real)2.375, (Real)2.5, 13, 12]);
    }

    [Fact]
    public void Compute_Truncated_BootstrapsAndTerminatedDoesNot()
    {
        GaeOptions options = new() { Discount = 0.5, Lambda = 1 };
        Real[] truncated = Compute([2, 6], [false, false], options);
        Real[] terminated = Compute([2, 6], [true, true], options);
        ((double)(truncated[2] - terminated[2])).ShouldBe(0.5 * 2, RealTolerance);
        ((double)(truncated[0] - terminated[0])).ShouldBe(0.125 * 2, RealTolerance);
        ((double)(truncated[3] - terminated[3])).ShouldBe(0.25 * 6, RealTolerance);
    }

    [Fact]
    public void Compute_LambdaOneTerminated_IsReturnMinusValue()
    {
        Real[] advantages = Compute([0, 0], [true, true], new GaeOptions { Discount = 0.9, Lambda = 1 });
        Real[] returns = new Real[5];
        DiscountedReturns.Compute(Packed([true, true]), 0.9, returns);
        ((double)returns[0]).ShouldBe(1 + (0.9 * 2) + (0.81 * 3), RealTolerance);
        for (int i = 0; i < 5; i++)
        {
            ((double)advantages[i]).ShouldBe(returns[i] - (double)Values[i], RealTolerance);
        }
    }

    [Fact]
    public void Compute_LambdaZero_IsTheTemporalDifference() =>
        Compute([2, 0], [false, true], new GaeOptions { Discount = 0.5, Lambda = 0 }).ShouldBe([1, (Real)1.75, (Real)2.5, 10, 12]);

    [Fact]
    public void Compute_WrongShapes_Throws()
    {
        Should.Throw<ArgumentException>(() => Compute([1], [true, true], new GaeOptions())).Message.ShouldContain("[1]");
        Should.Throw<ArgumentException>(() => Compute([1, 2, 3], [true, true, true], new GaeOptions())).Message.ShouldContain("Starts");
        Should.Throw<ArgumentOutOfRangeException>(() => new GaeOptions { Discount = double.NaN }).ParamName.ShouldBe("Discount");
    }

    private static Real[] Compute(Real[] finalValues, bool[] terminated, GaeOptions options)
    {
        Real[] advantages = new Real[5];
        GeneralizedAdvantage.Compute(Packed(terminated), Values, finalValues, options, advantages);
        return advantages;
    }

    private static PackedTrajectories Packed(bool[] terminated) => new() { Rewards = Rewards, Starts = [0, 3, 5], Terminated = terminated };
}
