using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class LearnedSizeObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => new AdaptedSetting { Learning = StepSizeLearning.Scalar }.Create(knowsItsPath);
}
