using Xmrl.Contracts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

public sealed class MacawContractTests : MetaLearnerContract
{
    protected override bool SamplesForInfluence => false;

    protected override IMetaLearner CreateLearner(WorkPool pool) => new MacawLearner(
        new Line().Stored([.. Enumerable.Range(0, 5).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6),
        MacawLearnerTests.Small with { AdaptFrom = AdaptSource.Own },
        pool);
}
