using Xmrl.Contracts;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class CorrectedObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting { Correction = 0.3 }.Create(knowsItsPath);
}
