using Xmrl.Rl.ActorCritic;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

public sealed class PearlTwinTargetContractTests : PosteriorLearnerContractTests
{
    private protected override PosteriorRecipe Options => Small with
    {
        NextInContext = true,
        Soft = new SoftOptions { Update = SoftUpdate.TwinTarget },
    };
}
