using Xmrl.Contracts;
using Xmrl.Environments.Doors;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Doors;

public sealed class DoorsContractTests : EnvironmentContract<IEnvironmentFamily>
{
    protected override IEnvironmentFamily CreateFamily() => new DoorsFamily();
}
