using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class CategoricalMlpPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new CategoricalMlpPolicy(new CategoricalMlpShape
    {
        ObservationSize = 3,
        Choices = 4,
        HiddenSizes = [5, 4],
    });
}
