using Xmrl.Contracts;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class CategoricalContextPolicyContractTests : PolicyDistributionContract
{
    protected override IPolicy CreatePolicy() => new CategoricalMlpPolicy(new CategoricalMlpShape
    {
        ObservationSize = 2,
        Choices = 3,
        HiddenSizes = [5],
        ContextSize = 2,
    });
}
