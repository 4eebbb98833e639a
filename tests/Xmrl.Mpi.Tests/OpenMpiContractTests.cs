using Xmrl.Contracts;

namespace Xmrl.Mpi.Tests;

[NeedsMpi("openmpi")]
public sealed class OpenMpiContractTests : CollectiveContract
{
    protected override void OnEveryRank(string check) => ProbeRun.ShouldKeep("openmpi", check);
}
