using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

public sealed class SacContractTests : PosteriorLearnerContractTests
{
    private protected override PosteriorRecipe Options => Small with { Latent = 0, PriorSteps = 0, PosteriorSteps = 0 };
}
