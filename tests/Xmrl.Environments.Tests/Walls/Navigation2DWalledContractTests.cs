using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;

namespace Xmrl.Environments.Tests.Walls;

public sealed class Navigation2DWalledContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new(Navigation2DOptions.Walled);
}
