using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.Augmentation;

public sealed class MetaDistributionTests
{
    [Fact]
    public void AntitheticDraws_AnyEvenCount_SumToZeroExactly()
    {
        double[][] draws = MetaDistribution.AntitheticDraws(6, 50, RandomKey.FromSeed(1));
        draws.Length.ShouldBe(6);
        for (int i = 0; i < 50; i++)
        {
            (draws[0][i] + draws[1][i]).ShouldBe(0);
            draws.Sum(draw => draw[i]).ShouldBe(0);
        }

        // The pairs differ from each other, and are standard normal: 150 squares of mean 1 and standard error 0.12.
        draws[2].ShouldNotBe(draws[0]);
        (draws[0].Concat(draws[2]).Concat(draws[4]).Sum(z => z * z) / 150).ShouldBe(1, 0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void AntitheticDraws_OddCount_IsRefused(int count)
        => Should.Throw<ArgumentOutOfRangeException>(() => MetaDistribution.AntitheticDraws(count, 3, RandomKey.FromSeed(1)));

    [Fact]
    public void At_Draw_IsMeanPlusDeviationTimesDraw()
        => new MetaDistribution([1, 2], [0.5, 0.25]).At([2, -4]).ShouldBe([2, 1]);

    [Fact]
    public void Step_Downwards_LeavesAShareOfTheDeviation()
    {
        MetaDistribution moved = new MetaDistribution([1, 2], [0.5, 0.25]).Step(0.5, [2, -2], [1, -1]);
        moved.Means.ShouldBe([2, 1]);
        moved.Deviations.ShouldBe([1, MetaDistribution.LeastShareLeft * 0.25]);
    }

    [Fact]
    public void Constructor_OtherLengths_IsRefused()
        => Should.Throw<ArgumentException>(() => new MetaDistribution([1, 2], [1])).Message.ShouldContain("[2]");
}
