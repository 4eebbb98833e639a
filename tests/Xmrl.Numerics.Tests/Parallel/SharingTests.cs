using Xmrl.Numerics.Parallel;

namespace Xmrl.Numerics.Tests.Parallel;

public sealed class SharingTests
{
    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(1, 3, 5)]
    [InlineData(2, 1, 40)]
    [InlineData(4, 3, 7)]
    [InlineData(3, 30, 4)]
    public void Share_AnySize_EveryPartOnceByAFreeWorker(int threads, int items, int parts)
    {
        using var pool = new WorkPool(threads);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            var counts = new int[items * parts];
            var owner = new int[items];
            var busy = new int[threads];
            pool.Run(items, (worker, item) =>
            {
                owner[item] = worker;
                pool.Share(worker, parts, (helper, part) =>
                {
                    Interlocked.Increment(ref busy[helper]).ShouldBe(1, "a worker does one part at a time");
                    Interlocked.Increment(ref counts[(item * parts) + part]);
                    Interlocked.Decrement(ref busy[helper]);
                });
                owner[item].ShouldBe(worker, "the worker's own scratch is still its own");
            });
            counts.ShouldAllBe(count => count == 1);
        }
    }

    [Fact]
    public void Share_OneItemOfTwoWorkers_TheOtherHelps()
    {
        using var pool = new WorkPool(2);
        using var both = new Barrier(2);
        pool.Run(
            1,
            (worker, _)
                => pool.Share(
                    worker, 2, (_, _) => both.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue("each part waits for the other")));
    }

    [Fact]
    public void IsRunningOut_ItemsLeft_OnlyWhenTheLastIsHandedOut()
    {
        using var alone = new WorkPool(1);
        var seen = new List<bool>();
        alone.Run(3, (_, _) => seen.Add(alone.IsRunningOut));
        seen.ShouldAllBe(running => !running, "nobody could help");

        using var pool = new WorkPool(2);
        pool.Run(1, (_, _) => pool.IsRunningOut.ShouldBeTrue());
        using var began = new CountdownEvent(2);
        var first = new bool[3];
        pool.Run(3, (_, item) =>
        {
            first[item] = pool.IsRunningOut;
            if (item < 2)
            {
                began.Signal();
                began.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            }
        });
        first[0].ShouldBeFalse();
        first[2].ShouldBeTrue();
    }

    [Fact]
    public void Share_PartsThrow_RethrowsTheLowestAfterAllHaveEnded()
    {
        using var pool = new WorkPool(3);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            int ended = 0;
            InvalidOperationException error = Should.Throw<InvalidOperationException>(
                () => pool.Run(1, (worker, _) => pool.Share(worker, 12, (_, part) =>
            {
                Interlocked.Increment(ref ended);
                if (part % 4 == 3)
                {
                    throw new InvalidOperationException($"part {part}");
                }
            })));
            error.Message.ShouldBe("part 3");
            ended.ShouldBe(12);
        }

        int items = 0;
        pool.Run(5, (_, _) => Interlocked.Increment(ref items));
        items.ShouldBe(5, "the pool goes on after a failure");
    }

    [Fact]
    public void Share_NegativeParts_Throws()
    {
        using var pool = new WorkPool(1);
        Should.Throw<ArgumentOutOfRangeException>(() => pool.Run(1, (worker, _) => pool.Share(worker, -1, (_, _) => { })));
    }
}
