using Xmrl.Contracts;
using Xmrl.MetaWorld.Families;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Families;

[NeedsModels]
public sealed class Ml10ContractTests : MixableEnvironmentContract<IEnvironmentFamily>
{
    // Of 500 steps they would take minutes.
    private const int Horizon = 30;

    protected override IEnvironmentFamily CreateFamily() => MetaWorldFamily.Many(Horizon);
}
