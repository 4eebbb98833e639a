// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Latents.Learning;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>SDVT without virtual training on a point robot with three kinds of reward: the components tell the kinds apart.</summary>
public sealed class ComponentsTests
{
    private const int Iterations = 40;
    private const int TasksPerIteration = 30;
    private const int Tested = 300;

    [Fact]
    public void Train_ThreeKindsOfReward_SeparatesThem()
    {
        using var pool = new WorkPool(2);
        RandomKey key = RandomKey.FromSeed(1);
        using var learner = new LatentLearner(
            RewardKinds.Family,
            new GaussianMlpPolicy(GaussianMlpShape.For(RewardKinds.Family.Spec) with { HiddenSizes = [32, 32] }), Options, pool);
        var start = new Real[learner.ParameterCount];
        learner.Initialize(key.Derive(RandomPurpose.Initialization), start);
        double before = Purity(learner, start, key);
        var training = (LatentTraining)learner.Begin(start, new OuterSchedule(7e-4, 1, Iterations));
        RandomKey tasks = key.Derive(RandomPurpose.TaskSampling);
        var errors = new List<double>();
        for (int i = 0; i < Iterations; i++)
        {
            TaskPlan[] plans =
            [
                .. Enumerable.Range(i * TasksPerIteration, TasksPerIteration)
                    .Select(index => new TaskPlan { MdpTask = learner.Family.SampleTask(tasks, index) }),
            ];
            IterationReport report = training.Iterate(plans, key.Derive(RandomPurpose.OuterRollout).Derive(i));
            report.Outer.Status.ShouldBe(OuterStatus.Accepted);
            errors.Add(training.ModelError);
        }

        double after = Purity(learner, training.Parameters, key);
        before.ShouldBeLessThan(0.7);
        after.ShouldBeGreaterThanOrEqualTo(0.85);
        errors.TakeLast(10).Average().ShouldBeLessThan(errors.Take(10).Average());
    }

    private static LatentOptions Options => new()
    {
        Shape = new LatentShape
        {
            MemorySize = 32,
            EmbeddingSize = 32,
            LatentSize = 2,
            Components = RewardKinds.Kinds,
            HeadSizes = [32],
            DispersionSizes = [32],
            DecoderSizes = [64, 32],
            StateEmbedding = 16,
            ActionEmbedding = 8,
            PolicyEmbedding = 16,
        },
        Trajectories = 2,
        Trials = 1,
        Gae = new GaeOptions { Discount = 0.99, Lambda = 0.9 },
        Epochs = 5,
        Minibatches = 4,
        ClipRange = 0.1,
        Entropy = 1e-3,
        MaximumGradientNorm = 0.5,
        Model = new ModelOptions
        {
            Weights = new ModelWeights { Reward = 10, State = 0, Latent = 0.3, Components = 0.05, Order = 0, Dispersion = 0.1 },
            EncodeTimes = 10,
            DecodeSteps = 20,
            Trials = 32,
            Updates = 20,
            StepSize = 2e-3,
            MaximumGradientNorm = 1,
            Window = 50,
            Capacity = 1_000,
            Dropout = 0,
        },
    };

    /// <summary>Share of tasks whose kind is the most frequent one among tasks with the same likeliest component.</summary>
    private static double Purity(LatentLearner learner, Real[] parameters, RandomKey key)
    {
        RandomKey tasks = key.Derive(RandomPurpose.FreshTasks);
        TrialSegment[] segments =
        [
            .. Enumerable.Range(0, Tested).Select(i => new TrialSegment(
                learner.Family.SampleTask(tasks, i), 1, key.Derive(RandomPurpose.Evaluation).Derive(i))),
        ];
        using var sampler = new LatentSampler(learner.Family, learner.Networks, null);
        LatentTrial[] trials = sampler.Run(
            segments, parameters, new TrialState(learner.Networks.Recurrent.Policy, Tested),
            new RolloutRequest { Trajectories = 2, Key = default }, []);
        int size = learner.Networks.FeatureSize;
        return trials.Zip(segments, (trial, segment) =>
        {
            Span<Real> shares = LatentTrial.At(trial.Features, trial.Steps - 1, size)[^RewardKinds.Kinds..];
            return (Component: shares.IndexOf(shares.ToArray().Max()), Kind: RewardKinds.KindOf(segment.Task));
        }).GroupBy(pair => pair.Component).Sum(group => group.CountBy(pair => pair.Kind).Max(entry => entry.Value)) / (double)Tested;
    }
}
#endif
