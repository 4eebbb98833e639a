using Xmrl.Fixtures.Parallel;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Numerics.Tests.Parallel;

/// <summary>Work divided over processes gives every process what one process gives.</summary>
public sealed class DistributionTests
{
    private const int Items = 7;

    /// <summary>Vectors that are exchanged whole, and vectors that are cut into slices.</summary>
    private const int Short = 5;
    private const int Long = (int)(ItemExchange.CutFrom / Items) + 10;

    private static readonly double[] s_weights = [.. Enumerable.Range(0, Items).Select(item => 1 / (item + 3.0))];

    public static TheoryData<int, int, int> Divisions
        => new()
        {
            { 1, 1, Short },
            { 1, 3, Long },
            { 2, 1, Short },
            { 2, 2, Long },
            { 3, 2, Short },
            { 3, 1, Long },
            { 4, 1, Short },
            { 9, 1, Short },
            { 9, 1, Long },
        };

    [Theory]
    [MemberData(nameof(Divisions))]
    public void Sum_AnyProcessesAndThreads_SameBitsAndRowsOnAll(int processes, int threads, int length)
    {
        (double[] sum, double[][] rows) = Sum(SingleProcess.Instance, 1, length, null);

        foreach (int[]? order in (int[]?[])[null, [6, 2, 0, 5, 1, 4, 3]])
        {
            foreach (
                (double[] Sum, double[][] Rows) found in ThreadRanks.Run(processes, collective => Sum(collective, threads, length, order)))
            {
                found.Sum.ShouldBe(sum);
                found.Rows.Select(row => row[0]).ShouldBe(rows.Select(row => row[0]));
            }
        }
    }

    [Fact]
    public void Sum_OnTwoProcesses_AddsInTheOrderOfTheItems()
    {
        // In any other order the small numbers are lost, or survive, differently.
        double[] values = [1e16, 1, -1e16, 1];
        foreach (double sum in ThreadRanks.Run(2, Total))
        {
            sum.ShouldBe((((0 + 1e16) + 1) + -1e16) + 1);
        }

        double Total(ICollective collective)
        {
            using var pool = new WorkPool(1, collective);
            Span<double> total = [double.NaN];
            pool.Sum(new WorkItems { Count = 4 }, [1, 1, 1, 1], total, (_, item, row) => row[0] = values[item]);
            return total[0];
        }
    }

    [Fact]
    public void Gather_Items_AreDoneOnceAndWhereTheirPlaceIs()
    {
        int[][] done = ThreadRanks.Run(3, collective =>
        {
            var own = new List<int>();
            using var pool = new WorkPool(1, collective);
            pool.Gather(new WorkItems { Count = Items, Place = item => item / 2 }, (_, item, _) => own.Add(item));
            return own.ToArray();
        });

        done[0].ShouldBe([0, 1, 6]);
        done[1].ShouldBe([2, 3]);
        done[2].ShouldBe([4, 5]);
    }

    [Fact]
    public void Gather_SomeItemsFail_AllProcessesNameRankAndTaskOfTheLowest()
    {
        (bool, Exception? Error)[] ends = ThreadRanks.RunAll(3, collective => Fail(collective));

        foreach ((int rank, (_, Exception? error)) in ends.Index())
        {
            RankFailureException failure = error.ShouldBeOfType<RankFailureException>();
            failure.Message.ShouldBe("Rank 1, task 104: FormatException: number 4");
            failure.Rank.ShouldBe(1);
            (failure.InnerException is FormatException).ShouldBe(rank == 1);
            failure.ToString().ShouldContain(nameof(Fail));
        }

        // One process throws what the item threw.
        Should.Throw<FormatException>(() => Fail(SingleProcess.Instance));

        static bool Fail(ICollective collective)
        {
            using var pool = new WorkPool(1, collective);
            pool.Gather(new WorkItems { Count = Items, Name = item => $"task {100 + item}" }, (_, item, _) =>
            {
                if (item >= 4)
                {
                    throw new FormatException($"number {item}");
                }
            });
            return true;
        }
    }

    [Fact]
    public void Gather_OneProcessIsToldToStop_AllStop()
    {
        using var source = new CancellationTokenSource();
        (bool, Exception? Error)[] ends = ThreadRanks.RunAll(3, collective =>
        {
            using var pool = new WorkPool(2, collective);
            var items = new WorkItems { Count = Items, Cancellation = collective.Rank == 2 ? source.Token : default };
            pool.Gather(items, (_, _, _) => { });
            collective.Barrier();
            if (collective.Rank == 2)
            {
                source.Cancel();
            }

            pool.Gather(items, (_, _, _) => { });
            return true;
        });

        ends.ShouldAllBe(end => end.Error is OperationCanceledException);
    }

    [Fact]
    public void Gather_AfterAFailure_ProcessesAreStillInStep()
    {
        double[] sums = ThreadRanks.Run(2, collective =>
        {
            using var pool = new WorkPool(1, collective);
            Should.Throw<RankFailureException>(
                () => pool.Gather(new WorkItems { Count = 2, Width = 1 }, (_, item, _) => throw new FormatException($"{item}")));
            return pool.Gather(new WorkItems { Count = 2, Width = 1 }, (_, item, row) => row[0] = item + 1).Sum(row => row[0]);
        });

        sums.ShouldBe([3, 3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ShareText_AnyProcess_ArrivesWhole(int from)
        => ThreadRanks.Run(3, collective => collective.ShareText(from, $"θ of {collective.Rank}"))
            .ShouldBe(Enumerable.Repeat($"θ of {from}", 3));

    [Fact]
    public void ShareBytes_NothingAndNone_AreToldApart()
    {
        ThreadRanks.Run(2, collective => collective.ShareBytes(() => collective.Rank == 0 ? [] : throw new FormatException())?.Length)
            .ShouldBe([0, 0]);
        ThreadRanks.Run(2, collective => collective.ShareBytes(() => null)?.Length).ShouldBe([null, null]);
        ThreadRanks.Run(2, collective => collective.ShareBytes(() => [1, 2, 3])!.Sum(value => value)).ShouldBe([6, 6]);
    }

    [Fact]
    public void FirstThenOthers_FirstFails_OthersDoNothing()
    {
        int others = 0;
        (int, Exception? Error)[] ends = ThreadRanks.RunAll(
            2, collective => collective.FirstThenOthers(() => collective.Rank == 0 ? throw new IOException("full") : ++others));

        ends[0].Error.ShouldBeOfType<IOException>();
        ends[1].Error.ShouldBeOfType<RankFailureException>().Message.ShouldBe("full");
        others.ShouldBe(0);
        ThreadRanks.Run(2, collective => collective.FirstThenOthers(() => 10 + collective.Rank)).ShouldBe([10, 11]);
    }

    [Fact]
    public void ThrowIfStopped_OneProcessIsTold_AllThrow()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        ThreadRanks.RunAll(2, collective => Stop(collective, collective.Rank == 1 ? source.Token : default))
            .ShouldAllBe(end => end.Error is OperationCanceledException);
        ThreadRanks.Run(2, collective => Stop(collective, default)).ShouldBe([true, true]);

        static bool Stop(ICollective collective, CancellationToken token)
        {
            collective.ThrowIfStopped(token);
            return true;
        }
    }

    [Fact]
    public void Sum_WrongNumberOfWeights_Throws()
    {
        using var pool = new WorkPool(1);
        Should.Throw<ArgumentException>(
            () => pool.Sum(new WorkItems { Count = 2 }, [1], new double[1], (_, _, _) => { })).ParamName.ShouldBe("weights");
    }

    private static (double[] Sum, double[][] Rows) Sum(ICollective collective, int threads, int length, int[]? order)
    {
        using var pool = new WorkPool(threads, collective);
        var sum = new double[length];
        double[][] rows = pool.Sum(new WorkItems { Count = Items, Width = 1, Order = order }, s_weights, sum, (_, item, row) =>
        {
            row[0] = item;
            for (int i = 0; i < length; i++)
            {
                row[1 + i] = Math.Sin((item * length) + i);
            }
        });
        return (sum, rows);
    }
}
