using Xmrl.Rl.Advantages;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Advantages;

public sealed class AdvantageResolutionTests
{
    private const double Rounding = sizeof(Real) == sizeof(float) ? 5.9604644775390625e-08 : 1.1102230246251565e-16;

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 1, 2, 3 }, new[] { 0, 3, 6 }, new[] { false, false }, true)]
    [InlineData(new double[] { 1, 2, 3, 1, 2, 3 }, new[] { 0, 3, 6 }, new[] { true, true }, true)]
    [InlineData(new double[] { 1, 2, 3, 1, 2, 4 }, new[] { 0, 3, 6 }, new[] { false, false }, false)]
    [InlineData(new double[] { 1, 2, 3, 1, 2, 3 }, new[] { 0, 3, 6 }, new[] { false, true }, false)]
    [InlineData(new double[] { 1, 1, 1, 1, 1, 1 }, new[] { 0, 2, 6 }, new[] { true, true }, false)]
    [InlineData(new double[] { 5, 5, 5 }, new[] { 0, 3 }, new[] { false }, true)]
    [InlineData(new double[] { 5, 6, 5 }, new[] { 0, 3 }, new[] { false }, false)]
    public void Of_Rollout_IsInfiniteWhereNoTrajectoryEarnsMoreThanAnother(double[] rewards, int[] starts, bool[] terminated, bool isEqual)
    {
        Real[] real = [.. rewards.Select(reward => (Real)reward)];
        var packed = new PackedTrajectories { Rewards = real, Starts = starts, Terminated = terminated };
        var returns = new Real[real.Length];
        DiscountedReturns.Compute(packed, 1, returns);
        double resolution = AdvantageResolution.Of(packed, returns, new Real[real.Length]);
        double largest = returns.Max(value => (double)value);
        resolution.ShouldBe(isEqual ? double.PositiveInfinity : 4 * Rounding * largest);
    }

    [Fact]
    public void Of_ReturnsThatAreNotNumbers_DoesNotCallThemEqual()
    {
        var packed = new PackedTrajectories { Rewards = [1, 1], Starts = [0, 1, 2], Terminated = [false, false] };
        AdvantageResolution.Of(packed, [1, Real.NaN], [0, 0]).ShouldBeLessThan(1);
    }

    [Fact]
    public void OfRounding_EveryLength_FindsTheLargestMagnitudeWhereverItIs()
    {
        AdvantageResolution.OfRounding([], []).ShouldBe(0);
        for (int length = 1; length <= 20; length++)
        {
            for (int at = 0; at < length; at++)
            {
                Real[] numbers = [.. Enumerable.Range(0, length).Select(i => (Real)i / 20)];
                numbers[at] = -3;
                AdvantageResolution.OfRounding(numbers, [1]).ShouldBe(4 * Rounding * 3);
                AdvantageResolution.OfRounding([1], numbers).ShouldBe(4 * Rounding * 3);
                numbers[at] = Real.NaN;
                AdvantageResolution.OfRounding(numbers, [1]).ShouldBe(double.NaN);
            }
        }
    }

    [Fact]
    public void Of_WrongLengths_SaysWhatWasFound()
        => Should.Throw<ArgumentException>(
            ()
                => AdvantageResolution.Of(
                    new PackedTrajectories { Rewards = [1], Starts = [0, 1], Terminated = [false] }, [1], [])).Message.ShouldContain("[0]");

    [Fact]
    public void Scale_DeviationOfRounding_IsZeroAndAboveItOneOverTheDeviation()
    {
        // Mean 0 and deviation d.
        var options = new BatchOptions();
        (double Deviation, double Resolution, double Factor)[] cases =
        [
            (0.5, 0.25, 1 / ((0.5 + AdvantageScale.Epsilon) * 2)),
            (0.25, 0.25, 0),
            (0.5, double.PositiveInfinity, 0),
        ];
        foreach ((double deviation, double resolution, double factor) in cases)
        {
            AdvantageScale.Of([(Real)deviation, -(Real)deviation], options, 1, resolution).Factor.ShouldBe(factor);
        }

        // A common scale blows nothing up.
        AdvantageScale.Of(
            [1, -1], options with { Scaling = AdvantageScaling.Common, CommonScale = 4 }, 1,
            double.PositiveInfinity).Factor.ShouldBe(0.125);
    }
}
