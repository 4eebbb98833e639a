using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;

namespace Xmrl.Environments.Tests;

public sealed class Navigation2DDistanceContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new(new Navigation2DOptions { Reward = Navigation2DReward.NegativeDistance });
}
