using Xmrl.Contracts;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Rl.Tests.Environments.Stock;

public sealed class StockContractTests : MixableEnvironmentContract<StockFamily>
{
    protected override StockFamily CreateFamily() => new();
}
