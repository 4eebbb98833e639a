using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>The parts of a learner with memory, put together in several ways.</summary>
public abstract class TrialLearnerContractTests : MetaLearnerContract
{
    private protected virtual TrialOptions Options => BanditSetting.Options(5, trajectories: 2) with { Trials = 3 };

    protected override IMetaLearner CreateLearner(WorkPool pool) => new TrialLearner(
        NoisyWalk.Family, new GaussianMlpPolicy(GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = [4] }), Options, pool);

    public sealed class WholeTrials : TrialLearnerContractTests;

    /// <summary>More trials than fit into a block, so that blocks hold trials of two tasks.</summary>
    public sealed class ManyTrials : TrialLearnerContractTests
    {
        private protected override TrialOptions Options => base.Options with { Trials = 50, Epochs = 2 };
    }

    public sealed class Minibatches : TrialLearnerContractTests
    {
        private protected override TrialOptions Options => base.Options with { Minibatches = 3, Regularization = 0.01 };
    }

    public sealed class Truncated : TrialLearnerContractTests
    {
        private protected override TrialOptions Options => base.Options with { Window = 3, ValuesMemory = false };
    }

    public sealed class Bootstrapped : TrialLearnerContractTests
    {
        private protected override TrialOptions Options => base.Options with
        {
            Credit = new TrialCreditOptions(new GaeOptions { Discount = 0.9, Lambda = 0.9 }, 2, TrialCredit.Trial, TrialEnd.Bootstrap),
        };
    }

    public sealed class TrajectoryCredit : TrialLearnerContractTests
    {
        private protected override TrialOptions Options => base.Options with
        {
            Credit = new TrialCreditOptions(new GaeOptions { Discount = 0.9, Lambda = 1 }, 2, TrialCredit.Trajectory, TrialEnd.Terminal),
        };
    }

    public sealed class Bandit : TrialLearnerContractTests
    {
        protected override IMetaLearner CreateLearner(WorkPool pool)
        {
            var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 3, Pulls = 6 });
            return new TrialLearner(
                family, new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [] }), Options, pool);
        }
    }
}
