using Xmrl.Contracts;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Tests.Outer;

public sealed class SgdOuterStepContractTests : OuterStepContract
{
    protected override IOuterStep CreateStep(int parameters)
        => new GradientOuterStep(new Sgd(0.1), new CosineSchedule(0.1, 0.01, 8), double.PositiveInfinity);
}
