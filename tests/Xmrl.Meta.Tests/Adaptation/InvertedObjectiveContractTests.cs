using Xmrl.Contracts;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class InvertedObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting { Inverted = 0.8, Steps = 3 }.Create(knowsItsPath);
}
