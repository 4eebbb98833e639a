using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning.Drawing;

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
        Table(1).Draw(RandomKey.FromSeed(1), true, rows, new RowPart(stage, null));
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
        Should.NotThrow(() => table.Draw(RandomKey.FromSeed(1), true, rows, new RowPart(stage, null)));
    }

    /// <summary>Rows of a draw by the number of their place among the rows of chosen episodes, listed one by one.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public void Draw_InnerAndOuterRows_AreThosePickedFromAList(int stride, bool isUniform)
    {
        RowTable table = Table(stride);
        ILookup<int, int> byEpisode = Enumerable.Range(0, table.Count).ToLookup(table.EpisodeOf);
        int[] episodes = [.. byEpisode.Select(group => group.Key)];
        for (ulong seed = 0; seed < 50; seed++)
        {
            RandomKey key = RandomKey.FromSeed(seed);
            (int[] inner, int[] outer) = (new int[6], new int[6]);
            table.Draw(key, isUniform, inner, outer);
            int[] order = new int[episodes.Length];
            key.Derive(0).Permutation(order);
            int split = episodes.Length / 2;
            inner.ShouldBe(Picked(key.Derive(1), order[..split], isUniform));
            outer.ShouldBe(Picked(key.Derive(2), order[split..], true));
        }

        int[] Picked(RandomKey key, int[] chosen, bool isEven)
        {
            int[] rows = [.. chosen.Order().SelectMany(place => byEpisode[episodes[place]])];
            return
            [
                .. Enumerable.Range(0, 6).Select(i => rows[
                    isEven ? key.Integer((ulong)i, rows.Length) : (key.Integer(0, rows.Length) + i) % rows.Length]),
            ];
        }
    }

    private static RowTable Table(int stride)
        => new(Buffers.Of(), Buffers.Form, new RowOptions(Discount, stride), 2);
}
