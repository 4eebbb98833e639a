using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

public class RowTableTests
{
    private const double Discount = 0.5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Gather_EveryFewSteps_HasReturnsOfAllStepsOfTheEpisode(int stride)
    {
        RowTable table = Table(stride);
        (double[] returns, double[] tails) = Buffers.Of().ReturnsAndTails(Discount);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        var target = new TaskRows(rows.Length, 2, 1);
        table.Gather(rows, target);
        foreach (int row in rows)
        {
            ((double)target.Returns[row]).ShouldBe(returns[row * stride] / 2, 1e-6);
            ((double)target.Tails[row]).ShouldBe(tails[row * stride], 1e-6);
            ((double)target.Observations[0, row]).ShouldBe(row * stride, 1e-6);
        }

        table.Steps.ShouldBe(9);
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(1, 3, 5)]
    [InlineData(2, 6, 8)]
    public void Draw_Stage_GivesRowsOfThatThird(int stage, int least, int most)
    {
        var rows = new int[64];
        Table(1).Draw(RandomKey.FromSeed(1), true, rows, stage);
        rows.Distinct().Order().ShouldBe(Enumerable.Range(least, most - least + 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Draw_StageOfTwoRows_IsNeverEmpty(int stage)
    {
        var rows = new int[8];
        RowTable table = Table(7);
        table.Count.ShouldBe(2);
        Should.NotThrow(() => table.Draw(RandomKey.FromSeed(1), true, rows, stage));
    }

    private static RowTable Table(int stride)
        => new(Buffers.Of(), Buffers.Form, new MacawOptions { Discount = Discount, Stride = stride, Rows = 2 }, 2);
}
