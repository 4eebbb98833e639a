using Xmrl.Contracts;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Tests.Environments;

public sealed class NoisyWalkContractTests : EnvironmentContract<SingleEnvironmentFamily>
{
    protected override SingleEnvironmentFamily CreateFamily() => NoisyWalk.Family;
}
