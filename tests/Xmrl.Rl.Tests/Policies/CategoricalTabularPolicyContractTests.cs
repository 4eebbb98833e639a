using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class CategoricalTabularPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new CategoricalMlpPolicy(new CategoricalMlpShape
    {
        ObservationSize = 4,
        Choices = 2,
        HiddenSizes = [],
    });
}
