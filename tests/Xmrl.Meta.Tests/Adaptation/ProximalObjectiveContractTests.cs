using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class ProximalObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => ProximalSetting.Create(ProximalSetting.Exact, new LowVarianceCurvature(), knowsItsPath);
}
