using Xmrl.Explain.Selection;

namespace Xmrl.Explain.Tests.Selection;

public sealed class PoorTaskSelectionTests
{
    private static readonly double[] Scores = [0.5, 0.1, 0.9, 0.1, 0.3];

    [Fact]
    public void Worst_Ties_GoToTheLowerPosition() => PoorTaskSelection.Worst(Scores, 3).ShouldBe([1, 3, 4]);

    [Fact]
    public void Worst_All_SortsThem() => PoorTaskSelection.Worst(Scores, 5).ShouldBe([1, 3, 4, 0, 2]);

    [Fact]
    public void Worst_Infinities_AreOrdered()
        => PoorTaskSelection.Worst([double.PositiveInfinity, 0, double.NegativeInfinity], 3).ShouldBe([2, 1, 0]);

    [Fact]
    public void Worst_UndefinedScore_IsRefusedByName()
        => Should.Throw<ArgumentException>(() => PoorTaskSelection.Worst([1, double.NaN], 1)).Message.ShouldContain("task 1 is NaN");

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Worst_CountOutside_IsRefused(int count)
        => Should.Throw<ArgumentOutOfRangeException>(() => PoorTaskSelection.Worst(Scores, count));

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.2, 1)]
    [InlineData(0.35, 2)]
    [InlineData(0.6, 3)]
    [InlineData(1, 5)]
    public void WorstShare_Share_RoundsToTheNearestCountButTakesOne(double share, int count)
        => PoorTaskSelection.WorstShare(Scores, share).ShouldBe(PoorTaskSelection.Worst(Scores, count));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void WorstShare_ShareOutside_IsRefused(double share)
        => Should.Throw<ArgumentOutOfRangeException>(() => PoorTaskSelection.WorstShare(Scores, share));

    [Fact]
    public void WorstShare_HalfCount_RoundsToTheEvenOne()
    {
        // 2.5 of 5: IEEE rounding.
        PoorTaskSelection.WorstShare(Scores, 0.5).Length.ShouldBe(2);
    }
}
