using Xmrl.Benchmarks;

namespace Xmrl.Cli.Tests;

/// <summary>The cost model against figures worked out by hand.</summary>
public sealed class ScalingModelTests
{
    private const double Tolerance = 1e-12;

    private static readonly NetworkModel s_network = new("test", 1e-3, 1e6, 1e-4);

    /// <summary>100 parameters, 1 sum and 2 plain exchanges per iteration, 3 numbers per task in those; 0.1 s per task, 0.01 s per task in
    /// the sum, 0.5 s for the rest.</summary>
    private static readonly ScalingModel s_model = new(Result(10), Result(20));

    [Fact]
    public void Model_MeasuredFigures_AreTakenApart()
    {
        s_model.ItemSeconds.ShouldBe(0.1, Tolerance);
        s_model.SumSeconds.ShouldBe(0.01, Tolerance);
        s_model.RestSeconds.ShouldBe(0.5, Tolerance);
        s_model.Sums.ShouldBe(1, Tolerance);
        s_model.Seconds(s_network, 1, 10, true).ShouldBe(Result(10).SecondsAlone, Tolerance);
        s_model.Efficiency(s_network, 1, 10).ShouldBe(1, Tolerance);
        s_model.Bytes(1, 10, true).ShouldBe(0);
    }

    [Fact]
    public void Gather_ShortAndLong_DoubleOrGoRound()
    {
        // Three doublings for 5 ranks; a ring of 4 steps above half a mebibyte.
        s_network.Gather(5, 1000).ShouldBe(3e-3 + (800 / 1e6), Tolerance);
        s_network.Gather(5, 1_000_000).ShouldBe(4e-3 + (800_000 / 1e6), Tolerance);
        s_network.Exchange(5, 1000).ShouldBe(1e-3 + 4e-4 + (800 / 1e6), Tolerance);
    }

    [Fact]
    public void Seconds_FourRanks_AddWorkAndMessages()
    {
        // 10 tasks on 4 ranks: 3 on the fullest. Headers: 2 numbers of 4 ranks, ¾ of which come from others.
        double header = 2e-3 + (8 * 2 * 4 * 0.75 / 1e6);
        double figures = 8.0 * 3 * 10 / 1e6;
        double slices = 1e-3 + 3e-4 + (800.0 * 10 / 4 * 0.75 / 1e6);
        double sums = 2e-3 + (800 * 0.75 / 1e6);
        s_model.Seconds(s_network, 4, 10, true).ShouldBe(0.3 + 0.5 + (0.1 / 4) + (3 * header) + figures + slices + sums, Tolerance);
        double vectors = 2e-3 + (((800 * 10) + (8 * 2 * 4)) * 0.75 / 1e6);
        s_model.Seconds(s_network, 4, 10, false).ShouldBe(0.3 + 0.5 + 0.1 + (2 * header) + figures + vectors, Tolerance);
    }

    [Fact]
    public void Bytes_CutIntoSlices_DoNotGrowWithTheRanks()
    {
        // One task per rank.
        s_model.Bytes(64, 64, true).ShouldBeLessThan(5 * s_model.Bytes(4, 4, true));
        s_model.Bytes(64, 64, false).ShouldBeGreaterThan(15 * s_model.Bytes(4, 4, false));
    }

    [Fact]
    public void Model_SameNumberOfTasks_IsRefused()
        => Should.Throw<ArgumentException>(() => new ScalingModel(Result(10), Result(10))).ParamName.ShouldBe("many");

    private static ProcessResult Result(int tasks)
        => new("test", tasks, 100, 1, (0.11 * tasks) + 0.5, (0.11 * tasks) + 0.5, 0.1 * tasks, 3, 3.0 * tasks, 100.0 * tasks);
}
