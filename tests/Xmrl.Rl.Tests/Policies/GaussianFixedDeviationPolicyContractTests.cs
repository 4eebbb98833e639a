using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class GaussianFixedDeviationPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new GaussianMlpPolicy(new GaussianMlpShape
    {
        ObservationSize = 2,
        ActionSize = 1,
        HiddenSizes = [],
        LearnLogStd = false,
        InitialLogStd = -1,
    });
}
