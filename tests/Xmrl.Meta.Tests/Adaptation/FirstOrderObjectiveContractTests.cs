using Xmrl.Contracts;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class FirstOrderObjectiveContractTests : TaskObjectiveContract
{
    protected override bool IsExact => false;

    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting { Order = GradientOrder.FirstOrder }.Create(knowsItsPath);
}
