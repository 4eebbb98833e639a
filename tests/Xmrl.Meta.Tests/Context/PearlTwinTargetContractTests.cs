using Xmrl.Meta.Context;
using Xmrl.Rl.ActorCritic;

namespace Xmrl.Meta.Tests.Context;

public sealed class PearlTwinTargetContractTests : PosteriorLearnerContractTests
{
    private protected override PosteriorRecipe Options => Small with
    {
        NextInContext = true,
        Soft = new SoftOptions { Update = SoftUpdate.TwinTarget },
    };
}
