using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;

namespace Xmrl.Environments.Tests;

public sealed class Navigation2DContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new();
}
