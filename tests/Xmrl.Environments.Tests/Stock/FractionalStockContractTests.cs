using Xmrl.Contracts;
using Xmrl.Environments.Stock;

namespace Xmrl.Environments.Tests.Stock;

public sealed class FractionalStockContractTests : MixableEnvironmentContract<StockFamily>
{
    protected override StockFamily CreateFamily() => new(options: new StockOptions { WholeShares = false, InitialCash = 20_000 });
}
