using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Parallel;

public sealed class WorkPoolTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(4, 2)]
    [InlineData(3, 1000)]
    public void Run_AnySize_EveryItemOnceByAValidWorker(int threads, int items)
    {
        using var pool = new WorkPool(threads);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            var counts = new int[items];
            var busy = new int[threads];
            pool.Run(items, (worker, item) =>
            {
                Interlocked.Increment(ref busy[worker]).ShouldBe(1, "a worker runs one item at a time");
                Interlocked.Increment(ref counts[item]);
                Interlocked.Decrement(ref busy[worker]);
            });
            counts.ShouldAllBe(count => count == 1);
        }
    }

    [Fact]
    public void Run_ThreadsAndOrder_DoNotChangeTheBits()
    {
        double[] reference = Compute(1, null);
        var order = new int[40];
        RandomKey.FromSeed(8).Permutation(order);
        Compute(3, null).ShouldBe(reference);
        Compute(3, order).ShouldBe(reference);
        Compute(1, order).ShouldBe(reference);

        static double[] Compute(int threads, int[]? order)
        {
            using var pool = new WorkPool(threads);
            var slots = new double[40][];
            pool.Run(40, (_, item) =>
            {
                var draws = new Real[10];
                RandomKey.FromSeed(1).Derive(item).FillNormal(0, draws);
                slots[item] = [.. draws.Select(x => (double)x * Math.Pow(10, item % 7))];
            }, order);
            return [.. Enumerable.Range(0, 10).Select(k => slots.Aggregate(0.0, (sum, slot) => sum + slot[k]))];
        }
    }

    [Fact]
    public void Run_SomeItemsThrow_RethrowsTheLowestWhateverTheOrder()
    {
        int[] backwards = [.. Enumerable.Range(0, 50).Reverse()];
        using var pool = new WorkPool(3);
        foreach (int[]? order in (int[]?[])[null, backwards])
        {
            for (int repetition = 0; repetition < 20; repetition++)
            {
                Should.Throw<InvalidDataException>(() => pool.Run(50, (_, item) =>
                {
                    if (item is 7 or 8 or 31)
                    {
                        throw new InvalidDataException($"item {item}");
                    }
                }, order)).Message.ShouldBe("item 7");
            }
        }

        int afterwards = 0;
        pool.Run(5, (_, _) => Interlocked.Increment(ref afterwards));
        afterwards.ShouldBe(5, "a failed run leaves the pool usable");
    }

    [Fact]
    public void Run_ItemThrows_LaterItemsAreLeftOut()
    {
        using var pool = new WorkPool(1);
        int ran = 0;
        Should.Throw<InvalidDataException>(() => pool.Run(100, (_, item) =>
        {
            ran++;
            if (item == 3)
            {
                throw new InvalidDataException();
            }
        }));
        ran.ShouldBe(4);
    }

    [Fact]
    public void Run_Cancelled_StopsBetweenItems()
    {
        using var pool = new WorkPool(1);
        using var source = new CancellationTokenSource();
        int ran = 0;
        Should.Throw<OperationCanceledException>(() => pool.Run(100, (_, item) =>
        {
            ran++;
            if (item == 4)
            {
                source.Cancel();
            }
        }, source.Token)).CancellationToken.ShouldBe(source.Token);
        ran.ShouldBe(5);
        Should.Throw<OperationCanceledException>(() => pool.Run(1, (_, _) => ran++, source.Token));
        ran.ShouldBe(5);
    }

    [Fact]
    public void Run_CancelledByTheLastItem_IsComplete()
    {
        using var pool = new WorkPool(1);
        using var source = new CancellationTokenSource();
        Should.NotThrow(() => pool.Run(3, (_, item) =>
        {
            if (item == 2)
            {
                source.Cancel();
            }
        }, source.Token));
    }

    [Fact]
    public void Run_OneThread_IsTheCallers()
    {
        using var pool = new WorkPool(1);
        var threads = new Thread[3];
        pool.Run(threads.Length, (_, item) => threads[item] = Thread.CurrentThread);
        threads.ShouldAllBe(thread => thread == Thread.CurrentThread);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_InsideARun_Throws(int threads)
    {
        using var pool = new WorkPool(threads);
        Should.Throw<InvalidOperationException>(() => pool.Run(1, (_, _) => pool.Run(1, (_, _) => { })));
    }

    [Fact]
    public void Run_WrongOrder_Throws()
    {
        using var pool = new WorkPool(1);
        Should.Throw<ArgumentException>(() => pool.Run(2, (_, _) => { }, [0])).ParamName.ShouldBe("order");
        Should.Throw<ArgumentException>(() => pool.Run(2, (_, _) => { }, [1, 1])).ParamName.ShouldBe("order");
    }

    [Fact]
    public void Run_AfterDispose_Throws()
    {
        var pool = new WorkPool(2);
        pool.Dispose();
        Should.Throw<ObjectDisposedException>(() => pool.Run(1, (_, _) => { }));
        Should.NotThrow(pool.Dispose);
    }

    [Fact]
    public void SingleProcess_AllGather_CopiesItsOwnBlock()
    {
        SingleProcess collective = SingleProcess.Instance;
        var all = new double[2];
        collective.AllGatherItems([1, 2], all, [2]);
        all.ShouldBe([1, 2]);
        collective.Size.ShouldBe(1);
        collective.Rank.ShouldBe(0);
        Should.Throw<ArgumentException>(() => collective.AllGatherItems([1, 2], all, [1])).ParamName.ShouldBe("mine");
    }
}
