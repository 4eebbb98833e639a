using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class GaussianContextPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new GaussianMlpPolicy(new GaussianMlpShape
    {
        ObservationSize = 3,
        ActionSize = 2,
        HiddenSizes = [5],
        ContextSize = 2,
    });
}
