using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;

namespace Xmrl.MuJoCo.Tests.Locomotion;

[NeedsMuJoCo]
public sealed class HalfCheetahVelocityContractTests : MixableEnvironmentContract<LocomotionFamily>
{
    protected override LocomotionFamily CreateFamily() => new(Robot.HalfCheetah, Goal.Velocity);
}
