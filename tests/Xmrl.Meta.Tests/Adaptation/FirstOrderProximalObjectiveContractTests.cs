using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class FirstOrderProximalObjectiveContractTests : TaskObjectiveContract
{
    protected override bool IsExact => false;

    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
        => ProximalSetting.Create(ProximalSetting.Forward with { Order = ProximalOrder.First }, new Saturated(), knowsItsPath);
}
