using Xmrl.Contracts;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Families;

[NeedsModels]
public sealed class DrawerOpenContractTests : MixableEnvironmentContract<IEnvironmentFamily>
{
    private const int Horizon = 30;

    protected override IEnvironmentFamily CreateFamily() => MetaWorldFamily.Single(new DrawerOpen(), Horizon);
}
