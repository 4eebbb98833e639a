using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class ForwardObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => ProximalSetting.Create(ProximalSetting.Forward, new Saturated(), knowsItsPath);
}
