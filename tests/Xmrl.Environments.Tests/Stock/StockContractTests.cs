using Xmrl.Contracts;
using Xmrl.Environments.Stock;

namespace Xmrl.Environments.Tests.Stock;

public sealed class StockContractTests : MixableEnvironmentContract<StockFamily>
{
    protected override StockFamily CreateFamily() => new();
}
