using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;

namespace Xmrl.MuJoCo.Tests.Locomotion;

[NeedsMuJoCo]
public sealed class SwimmerVelocityContractTests : MixableEnvironmentContract<LocomotionFamily>
{
    protected override LocomotionFamily CreateFamily() => new(Robot.Swimmer, Goal.Velocity);
}
