using Xmrl.Contracts;
using Xmrl.MuJoCo.Locomotion;

namespace Xmrl.MuJoCo.Tests.Locomotion;

[NeedsMuJoCo]
public sealed class AntGoalContractTests : MixableEnvironmentContract<LocomotionFamily>
{
    protected override LocomotionFamily CreateFamily() => new(Robot.Ant, Goal.Place);
}
