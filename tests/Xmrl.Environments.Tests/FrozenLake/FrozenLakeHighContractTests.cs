using Xmrl.Contracts;
using Xmrl.Environments.FrozenLake;

namespace Xmrl.Environments.Tests.FrozenLake;

public sealed class FrozenLakeHighContractTests : EnvironmentContract<FrozenLakeFamily>
{
    protected override FrozenLakeFamily CreateFamily() => new(FrozenLakeOptions.High);
}
