using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class FrozenContextObjectiveContractTests : TaskObjectiveContract
{
    protected override TensorSpec? Frozen => AdaptedSetting.Context;

    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting { HasFrozenContext = true }.Create(knowsItsPath);
}
