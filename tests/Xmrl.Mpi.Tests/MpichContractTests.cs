using Xmrl.Contracts;

namespace Xmrl.Mpi.Tests;

[NeedsMpi("mpich")]
public sealed class MpichContractTests : CollectiveContract
{
    protected override void OnEveryRank(string check) => ProbeRun.ShouldKeep("mpich", check);
}
