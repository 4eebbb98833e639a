using Xmrl.Contracts;
using Xmrl.Rl.Environments.Drone;

namespace Xmrl.Rl.Tests.Environments;

public sealed class DroneContractTests : MixableEnvironmentContract<DroneFamily>
{
    protected override DroneFamily CreateFamily() => new();
}
