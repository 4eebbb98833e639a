using Xmrl.Contracts;
using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Tests.Outer;

public sealed class TrustRegionOuterStepContractTests : OuterStepContract
{
    protected override IOuterStep CreateStep(int parameters)
        => new TrustRegionOuterStep(new TrustRegionOptions());
}
