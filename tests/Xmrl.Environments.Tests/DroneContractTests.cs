using Xmrl.Contracts;
using Xmrl.Environments.Drone;

namespace Xmrl.Environments.Tests;

public sealed class DroneContractTests : MixableEnvironmentContract<DroneFamily>
{
    protected override DroneFamily CreateFamily() => new();
}
