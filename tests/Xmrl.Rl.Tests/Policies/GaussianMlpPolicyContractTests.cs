using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class GaussianMlpPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new GaussianMlpPolicy(new GaussianMlpShape
    {
        ObservationSize = 3,
        ActionSize = 2,
        HiddenSizes = [5, 4],
        ObservationCentre = [1, 2, 3],
        ObservationScale = [0.5, 2, 0.25],
    });
}
