using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

public sealed class PearlContractTests : PosteriorLearnerContractTests
{
    private protected override PosteriorRecipe Options => Small;
}
