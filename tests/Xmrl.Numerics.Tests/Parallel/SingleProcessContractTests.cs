using Xmrl.Contracts;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Numerics.Tests.Parallel;

public sealed class SingleProcessContractTests : CollectiveContract
{
    protected override void OnEveryRank(string check) => CollectiveChecks.Run(check, SingleProcess.Instance);
}
