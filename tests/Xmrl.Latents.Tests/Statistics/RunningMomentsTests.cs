using Xmrl.Latents.Statistics;

namespace Xmrl.Latents.Tests.Statistics;

public sealed class RunningMomentsTests
{
    private static readonly double[][] s_rows =
        [.. Enumerable.Range(0, 50).Select(i => (double[])[Math.Sin(i) * 3, 100 + (0.01 * i * i), 7])];

    [Fact]
    public void Merge_Blocks_IsMeanAndVarianceOfAllRows()
    {
        var merged = new RunningMoments(3);
        foreach (double[][] block in s_rows.Chunk(7))
        {
            var own = new RunningMoments(3);
            foreach (double[] row in block)
            {
                own.Add([.. row.Select(value => (Real)value)]);
            }

            merged.Merge(own);
        }

        merged.Merge(new RunningMoments(3));
        merged.Count.ShouldBe(50);
        for (int i = 0; i < 2; i++)
        {
            double mean = s_rows.Average(row => row[i]);
            double variance = s_rows.Average(row => (row[i] - mean) * (row[i] - mean));
            merged.Mean[i].ShouldBe(mean, 1e-5);
            merged.Scale(i).ShouldBe(1 / Math.Sqrt(variance), 1e-5);
        }

        merged.Scale(2).ShouldBe(1);
    }

    [Fact]
    public void Restore_State_ContinuesToTheSameBits()
    {
        var moments = new RunningMoments(2);
        moments.Add([1, 2]);
        moments.Add([3, -4]);
        var other = new RunningMoments(2);
        other.Restore(moments.State);
        moments.Add([5, 6]);
        other.Add([5, 6]);
        other.State.ShouldBe(moments.State);
        Should.Throw<ArgumentException>(() => other.Restore([1, 2, 3]));
        Should.Throw<ArgumentException>(() => other.Restore([2, 1, 1, -1, 1]));
        other.State.ShouldBe(moments.State);
    }

    [Fact]
    public void ReturnScale_Trials_CountsTheirStepsAndForgetsTheReturnBetween()
    {
        var together = new ReturnScale(0.5);
        together.Add([1, 1]);
        together.Add([2]);
        together.Count.ShouldBe(3);

        // R = 1, 1.5 and 2.
        together.Factor.ShouldBe(1 / Math.Sqrt(0.5 / 3), 1e-6);
        new ReturnScale(0.5).Factor.ShouldBe(1);
    }
}
