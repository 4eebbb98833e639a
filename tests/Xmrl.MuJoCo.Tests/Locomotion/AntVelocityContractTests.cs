using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;

namespace Xmrl.MuJoCo.Tests.Locomotion;

[NeedsMuJoCo]
public sealed class AntVelocityContractTests : MixableEnvironmentContract<LocomotionFamily>
{
    protected override LocomotionFamily CreateFamily() => new(Robot.Ant, Goal.Velocity);
}
