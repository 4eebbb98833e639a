using Xmrl.Numerics.Parallel;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

public class TwoPartWorkTests
{
    private const int Tasks = 5;

    private const int Times = 200;

    // Far beyond what any of these takes, on a machine that is busy with other things too.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_AnyThreads_DoesEveryPartOnceAndTheFirstBefore(int threads)
    {
        using var pool = new WorkPool(threads);
        var work = new TwoPartWork(pool);
        foreach (int tasks in new[] { 0, 1, 2, Tasks, 40 })
        {
            for (int time = 0; time < Times; time++)
            {
                int[] parts = new int[tasks];
                Ended(() => work.Run(
                    tasks,
                    (_, task) => (Interlocked.Increment(ref parts[task]) == 1).ShouldBeTrue(),
                    (_, task) => (Interlocked.Increment(ref parts[task]) == 2).ShouldBeTrue()));
                parts.ShouldAllBe(count => count == 2);
            }
        }
    }

    [Fact]
    public void Run_FirstPartThatTakesLong_AnotherThreadGoesOnToSecondParts()
    {
        using var pool = new WorkPool(2);
        using var second = new ManualResetEventSlim();
        Ended(() => new TwoPartWork(pool).Run(
            2,
            (_, task) => (task == 0 || second.Wait(s_patience)).ShouldBeTrue(),
            (_, task) =>
            {
                if (task == 0)
                {
                    second.Set();
                }
            }));
    }

    [Fact]
    public void Run_MoreThreadsThanTasks_LeavesTheSecondPartToWhoeverEndsTheFirst()
    {
        using var pool = new WorkPool(3);
        int[] workers = [-1, -1];
        Ended(() => new TwoPartWork(pool).Run(
            1,
            (worker, _) =>
            {
                // Long enough for the others to find nothing ready.
                Thread.Sleep(50);
                workers[0] = worker;
            },
            (worker, _) => workers[1] = worker));
        workers.ShouldAllBe(worker => worker >= 0);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_PartsThatThrow_GivesTheLowestOfThemAndEnds(int threads)
    {
        using var pool = new WorkPool(threads);
        var work = new TwoPartWork(pool);
        for (int time = 0; time < Times; time++)
        {
            Thrown(2, 3, Tasks).ShouldBe("first 2");
            Thrown(Tasks, 1, 3).ShouldBe("second 1");
            Thrown(4, 0, 1).ShouldBe("first 4");
        }

        int done = 0;
        work.Run(Tasks, static (_, _) => { }, (_, _) => Interlocked.Increment(ref done));
        done.ShouldBe(Tasks);

        string Thrown(int first, params int[] second)
        {
            string message = "";
            Ended(() => message = Should.Throw<InvalidDataException>(() => work.Run(
                Tasks,
                (_, task) => ThrowIf(task == first, $"first {task}"),
                (_, task) => ThrowIf(second.Contains(task), $"second {task}"))).Message);
            return message;
        }

        static void ThrowIf(bool isTrue, string message)
        {
            if (isTrue)
            {
                throw new InvalidDataException(message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_Cancelled_Ends(int threads)
    {
        using var pool = new WorkPool(threads);
        var work = new TwoPartWork(pool);
        for (int time = 0; time < Times; time++)
        {
            using var source = new CancellationTokenSource();
            int started = 0;
            int stopAt = time % Tasks;
            Ended(() => Should.Throw<OperationCanceledException>(() => work.Run(
                40, (_, task) => Begin(task), (_, _) => Begin(-1), source.Token)));
            started.ShouldBeLessThan(80);

            void Begin(int task)
            {
                Interlocked.Increment(ref started);
                if (task == stopAt)
                {
                    source.Cancel();
                }
                else if (task is -1 || task > stopAt)
                {
                    // Handed out after the part that cancels, which may not have come to it yet: without the wait all could be done before.
                    source.Token.WaitHandle.WaitOne(s_patience).ShouldBeTrue("nobody cancelled");
                }
            }
        }

        int done = 0;
        work.Run(Tasks, static (_, _) => { }, (_, _) => Interlocked.Increment(ref done));
        done.ShouldBe(Tasks);
    }

    private static void Ended(Action action)
    {
        var run = Task.Run(action);
        ((IAsyncResult)run).AsyncWaitHandle.WaitOne(s_patience).ShouldBeTrue("it did not end");
        run.GetAwaiter().GetResult();
    }
}
