// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>VariBAD on two arms and ten pulls, between what the last step alone gives and the optimum, and a control that must
/// fail.</summary>
public sealed class VaribadLearningTests
{
    private const int Iterations = 80;
    private const int Bandits = 500;
    private const double Standard = 3;

    // Win-stay, lose-shift needs the last step alone; chance is 5.
    private const double WinStay = 5.79;

    [Fact]
    public void Train_TwoArmsTenPulls_ExceedsWinStayAndNotTheOptimum()
    {
        (double mean, double error) = Trained(hides: false);
        mean.ShouldBeGreaterThan(WinStay);
        mean.ShouldBeLessThanOrEqualTo(BanditOptimum.Of(2, 10) + (Standard * error));
    }

    [Fact]
    public void Train_LatentHidden_IsChance()
    {
        (double mean, double error) = Trained(hides: true);
        mean.ShouldBe(5, Standard * error);
    }

    private static (double Mean, double Error) Trained(bool hides)
    {
        using var pool = new WorkPool(2);
        RandomKey key = RandomKey.FromSeed(1);
        var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 2, Pulls = 10 });
        using var learner = new LatentLearner(
            family, new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [32] }), Options, pool);
        var start = new Real[learner.ParameterCount];
        learner.Initialize(key.Derive(RandomPurpose.Initialization), start);
        IMetaTraining training = learner.Begin(start, new OuterSchedule(3e-3, 0.05, Iterations));
        RandomKey tasks = key.Derive(RandomPurpose.TaskSampling);
        for (int i = 0; i < Iterations; i++)
        {
            Hide(learner.Networks, training.Parameters, hides);
            TaskPlan[] plans =
            [
                .. Enumerable.Range(i * Bandits, Bandits).Select(index => new TaskPlan { MdpTask = family.SampleTask(tasks, index) }),
            ];
            training.Iterate(plans, key.Derive(RandomPurpose.OuterRollout).Derive(i)).Outer.Status.ShouldBe(OuterStatus.Accepted);
        }

        Hide(learner.Networks, training.Parameters, hides);
        return Score(learner, training.Parameters, key);
    }

    private static LatentOptions Options => new()
    {
        Shape = new LatentShape
        {
            MemorySize = 32,
            EmbeddingSize = 16,
            LatentSize = 5,
            Components = 1,
            HeadSizes = [],
            DispersionSizes = [],
            DecoderSizes = [32],
            StateEmbedding = 4,
            ActionEmbedding = 8,
            PolicyEmbedding = 32,
        },
        Trajectories = 1,
        Trials = 1,
        Gae = new GaeOptions { Discount = 0.99, Lambda = 0.9 },
        Epochs = 5,
        Minibatches = 4,
        ClipRange = 0.2,
        Entropy = 0.01,
        MaximumGradientNorm = 0.5,
        Model = new ModelOptions
        {
            Weights = new ModelWeights { Reward = 1, State = 0, Latent = 0.02 },
            EncodeTimes = 11,
            DecodeSteps = 10,
            Trials = 64,
            Updates = 10,
            StepSize = 3e-3,
            MaximumGradientNorm = 1,
            Window = 50,
            Capacity = 5_000,
            Dropout = 0,
        },
    };

    /// <summary>No weight on what the policy sees of the latent.</summary>
    private static void Hide(LatentNetworks networks, Real[] parameters, bool hides)
    {
        if (hides)
        {
            networks.Policy.Embeddings[1].Tensors[0].Of(parameters.AsSpan(networks.PolicyOffset)).Clear();
            networks.Scale.Of(parameters.AsSpan())[networks.Spec.ObservationSize..].Clear();
        }
    }

    private static (double Mean, double Error) Score(LatentLearner learner, Real[] parameters, RandomKey key)
    {
        const int Tested = 4_000;
        RandomKey tasks = key.Derive(RandomPurpose.FreshTasks);
        var scores = new double[Tested];
        learner.Pool.Run(Tested, (worker, bandit) => scores[bandit] = learner.Adaptation.Measure(
            worker, parameters, learner.Family.SampleTask(tasks, bandit),
            new AdaptationRequest { Steps = 0, SampledTrajectories = 4, MeanTrajectories = 0 },
            key.Derive(RandomPurpose.Evaluation).Derive(bandit)).Points[0].Sampled);
        double mean = scores.Average();
        return (mean, Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (Tested * (Tested - 1.0))));
    }
}
#endif
