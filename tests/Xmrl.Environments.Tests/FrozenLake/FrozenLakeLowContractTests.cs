using Xmrl.Contracts;
using Xmrl.Environments.FrozenLake;

namespace Xmrl.Environments.Tests.FrozenLake;

public sealed class FrozenLakeLowContractTests : EnvironmentContract<FrozenLakeFamily>
{
    protected override FrozenLakeFamily CreateFamily() => new(FrozenLakeOptions.Low);
}
