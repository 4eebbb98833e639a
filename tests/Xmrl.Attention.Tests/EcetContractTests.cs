using Xmrl.Attention.Learning;
using Xmrl.Attention.Networks;
using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Advantages;

namespace Xmrl.Attention.Tests;

/// <summary>ECET, put together in several ways.</summary>
public abstract class EcetContractTests : MetaLearnerContract
{
    private protected virtual Ecet Settings => Small;

    private static Ecet Small => new()
    {
        Width = 4,
        Heads = 2,
        EpisodeLayers = 1,
        TrialLayers = 2,
        AttentionHidden = 6,
        Transitions = 2,
        Trajectories = 9,
        Trials = new TrialSettings { Trajectories = 3 },
        Ppo = new ProximalPolicySettings { Epochs = 3 },
    };

    protected override IMetaLearner CreateLearner(WorkPool pool) => Settings.Create(new LearnerParts
    {
        Family = NoisyWalk.Family,
        Policy = new GaussianMlpPolicy(GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = [4] }),
        Pool = pool,
    });

    public sealed class Plain : EcetContractTests;

    /// <summary>More trials than fit into a block, so that blocks hold trials of two tasks.</summary>
    public sealed class ManyTrials : EcetContractTests
    {
        private protected override Ecet Settings => Small with { Trajectories = 120, Ppo = new ProximalPolicySettings { Epochs = 1 } };
    }

    public sealed class Minibatches : EcetContractTests
    {
        private protected override Ecet Settings => Small with
        {
            Norm = BlockNorm.PreNorm,
            Ppo = new ProximalPolicySettings { Minibatches = 3 },
            Trials = new TrialSettings { Trajectories = 3, End = TrialEnd.Bootstrap, ValuesMemory = true },
        };
    }

    public sealed class Bandit : EcetContractTests
    {
        protected override IMetaLearner CreateLearner(WorkPool pool)
        {
            var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 3, Pulls = 1 });
            return Small.Create(new LearnerParts
            {
                Family = family,
                Policy = new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [] }),
                Pool = pool,
            });
        }
    }
}
