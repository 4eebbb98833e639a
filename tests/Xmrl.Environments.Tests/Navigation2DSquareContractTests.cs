using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;

namespace Xmrl.Environments.Tests;

public sealed class Navigation2DSquareContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new(Navigation2DOptions.Square);
}
