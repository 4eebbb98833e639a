using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;

namespace Xmrl.Environments.Tests;

public sealed class BernoulliBanditContractTests : EnvironmentContract<BernoulliBanditFamily>
{
    protected override BernoulliBanditFamily CreateFamily() => new(new BernoulliBanditOptions { Arms = 3, Pulls = 20 });
}
