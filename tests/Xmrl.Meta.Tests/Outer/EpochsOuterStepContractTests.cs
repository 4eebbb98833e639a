using Xmrl.Contracts;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Tests.Outer;

public sealed class EpochsOuterStepContractTests : OuterStepContract
{
    protected override IOuterStep CreateStep(int parameters)
        => new EpochsOuterStep(new Adam(parameters, new AdamOptions()), new CosineSchedule(0.1, 0.01, 8), new EpochOptions());
}
