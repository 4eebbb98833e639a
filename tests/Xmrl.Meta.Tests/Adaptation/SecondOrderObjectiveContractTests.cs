using Xmrl.Contracts;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class SecondOrderObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting().Create(knowsItsPath);
}
