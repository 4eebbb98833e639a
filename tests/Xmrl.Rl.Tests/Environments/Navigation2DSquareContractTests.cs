using Xmrl.Contracts;
using Xmrl.Rl.Environments.Navigation2D;

namespace Xmrl.Rl.Tests.Environments;

public sealed class Navigation2DSquareContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new(Navigation2DOptions.Square);
}
