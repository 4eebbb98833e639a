using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Latents.Learning;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>VariBAD and SDVT, put together in several ways.</summary>
public abstract class LatentLearnerContractTests : MetaLearnerContract
{
    private protected virtual LatentOptions Options => LatentHarness.Options(1);

    protected override IMetaLearner CreateLearner(WorkPool pool)
        => new LatentLearner(NoisyWalk.Family, LatentHarness.Form(), Options, pool);

    public sealed class OneComponent : LatentLearnerContractTests;

    /// <summary>Virtual training from the second iteration on, and more trials than the store keeps.</summary>
    public sealed class VirtualTasks : LatentLearnerContractTests
    {
        private protected override LatentOptions Options => LatentHarness.Options(3) with
        {
            Trials = 15,
            Virtual = new VirtualOptions { Share = 1, Steps = 1 },
        };
    }

    /// <summary>Real rewards in every iteration, so that the store wraps.</summary>
    public sealed class SmallStore : LatentLearnerContractTests
    {
        private protected override LatentOptions Options
            => LatentHarness.Options(2) with { Trials = 30, Virtual = null, Regularization = 0.01 };
    }

    public sealed class Bandit : LatentLearnerContractTests
    {
        protected override IMetaLearner CreateLearner(WorkPool pool)
        {
            var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 3, Pulls = 6 });
            return new LatentLearner(
                family, new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [4] }), Options, pool);
        }
    }
}
