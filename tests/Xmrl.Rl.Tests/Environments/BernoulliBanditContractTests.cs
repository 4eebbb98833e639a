using Xmrl.Contracts;
using Xmrl.Rl.Environments.BernoulliBandit;

namespace Xmrl.Rl.Tests.Environments;

public sealed class BernoulliBanditContractTests : EnvironmentContract<BernoulliBanditFamily>
{
    protected override BernoulliBanditFamily CreateFamily() => new(new BernoulliBanditOptions { Arms = 3, Pulls = 20 });
}
