using Xmrl.Contracts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>The same with layers that are generated.</summary>
public sealed class GeneratedContractTests : MetaLearnerContract
{
    protected override bool SamplesForInfluence => false;

    protected override IMetaLearner CreateLearner(WorkPool pool) => new MacawLearner(
        new Line().Stored([.. Enumerable.Range(0, 5).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6),
        MacawLearnerTests.Small with { AdaptFrom = AdaptSource.Own, Latents = 4 },
        pool);
}
