using Xmrl.Contracts;
using Xmrl.Fixtures.Parallel;

namespace Xmrl.Numerics.Tests.Parallel;

public sealed class ThreadRanksContractTests : CollectiveContract
{
    protected override void OnEveryRank(string check) => ThreadRanks.Run(3, collective =>
    {
        CollectiveChecks.Run(check, collective);
        return true;
    });
}
