using Xmrl.Contracts;
using Xmrl.Environments.Drone;

namespace Xmrl.Environments.Tests.Walls;

public sealed class DroneWalledContractTests : MixableEnvironmentContract<DroneFamily>
{
    protected override DroneFamily CreateFamily() => new(DroneOptions.Walled);
}
