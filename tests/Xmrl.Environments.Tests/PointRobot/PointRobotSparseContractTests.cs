using Xmrl.Contracts;
using Xmrl.Environments.PointRobot;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.PointRobot;

public sealed class PointRobotSparseContractTests : MixableEnvironmentContract<IEnvironmentFamily>
{
    protected override IEnvironmentFamily CreateFamily() => new PointRobotFamily(PointRobotOptions.Sparse);
}
