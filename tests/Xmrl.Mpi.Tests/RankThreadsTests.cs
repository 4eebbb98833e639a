using Xmrl.Fixtures.Parallel;

namespace Xmrl.Mpi.Tests;

public sealed class RankThreadsTests
{
    [Fact]
    public void Of_SomeRanksOnOneMachine_ShareItsProcessors()
        => ThreadRanks.Run(3, processes => RankThreads.Of(processes, 8, _ => null, processes.Rank < 2 ? "node1 0-7" : "node2 0-7"))
            .ShouldBe([4, 4, 8]);

    [Fact]
    public void Of_RanksBoundToProcessorsOfTheirOwn_UseThemAll()
        => ThreadRanks.Run(
            2,
            processes => RankThreads.Of(
                processes, 4, _ => null, $"node1 {4 * processes.Rank}-{(4 * processes.Rank) + 3}")).ShouldBe([4, 4]);

    [Fact]
    public void Of_MoreRanksThanProcessors_OneThreadEach()
        => ThreadRanks.Run(3, processes => RankThreads.Of(processes, 2, _ => null, "node1 0-1")).ShouldBe([1, 1, 1]);

    [Fact]
    public void Of_SlurmAllocatesFewer_IsAnUpperLimit()
        => ThreadRanks.Run(2, processes => RankThreads.Of(processes, 64, name => name == "SLURM_CPUS_PER_TASK" ? "8" : null, "node1 0-63"))
            .ShouldBe([8, 8]);
}
