using Xmrl.Contracts;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Rl.Tests.Environments.Stock;

public sealed class FractionalStockContractTests : MixableEnvironmentContract<StockFamily>
{
    protected override StockFamily CreateFamily() => new(options: new StockOptions { WholeShares = false, InitialCash = 20_000 });
}
