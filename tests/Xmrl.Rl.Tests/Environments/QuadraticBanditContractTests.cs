using Xmrl.Contracts;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Tests.Environments;

public sealed class QuadraticBanditContractTests : EnvironmentContract<SingleEnvironmentFamily>
{
    protected override SingleEnvironmentFamily CreateFamily() => QuadraticBandit.Family;
}
