using Xmrl.Contracts;
using Xmrl.Rl.Environments.Navigation2D;

namespace Xmrl.Rl.Tests.Environments;

public sealed class Navigation2DDistanceContractTests : MixableEnvironmentContract<Navigation2DFamily>
{
    protected override Navigation2DFamily CreateFamily() => new(new Navigation2DOptions { Reward = Navigation2DReward.NegativeDistance });
}
