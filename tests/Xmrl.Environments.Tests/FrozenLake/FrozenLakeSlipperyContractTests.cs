using Xmrl.Contracts;
using Xmrl.Environments.FrozenLake;

namespace Xmrl.Environments.Tests.FrozenLake;

/// <summary>As Gym has it: slippery, and an episode ends where it is held.</summary>
public sealed class FrozenLakeSlipperyContractTests : EnvironmentContract<FrozenLakeFamily>
{
    protected override FrozenLakeFamily CreateFamily() => new(new FrozenLakeOptions { Slippery = true, AbsorbingPays = false, Size = 8 });
}
