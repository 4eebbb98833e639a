using Xmrl.Contracts;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>What an iteration moves and counts, and what it must leave alone.</summary>
public sealed class LatentTrainingTests : IDisposable
{
    private static readonly OuterSchedule s_schedule = new(1e-3, 1, 10);
    private readonly WorkPool _pool = new(2);

    [Fact]
    public void Iterate_WithoutUpdates_LeavesEncoderAndDecodersExactly()
    {
        LatentOptions options = LatentHarness.Options(3);
        using LatentLearner learner = Learner(options with { Model = options.Model with { Updates = 0 }, Virtual = null });
        LatentTraining training = Begin(learner);
        Real[] before = [.. training.Parameters];
        training.Iterate(Plans(3), LatentHarness.Key).Outer.Status.ShouldBe(OuterStatus.Accepted);
        LatentNetworks networks = learner.Networks;
        training.Parameters[..networks.DecoderEnd].ShouldBe(before[..networks.DecoderEnd]);
        training.Parameters[networks.PolicyOffset..networks.PolicyEnd].ShouldNotBe(before[networks.PolicyOffset..networks.PolicyEnd]);
        training.Parameters[networks.PolicyEnd..].ShouldNotBe(before[networks.PolicyEnd..]);
    }

    [Fact]
    public void Iterate_Updates_LowerTheErrorOnTheSameTasks()
    {
        LatentOptions options = LatentHarness.Options(1);
        using LatentLearner learner = Learner(options with { Model = options.Model with { Updates = 30, StepSize = 3e-3 } });
        LatentTraining training = Begin(learner);
        training.Iterate(Plans(3), LatentHarness.Key.Derive(0UL));
        double first = training.ModelError;
        for (ulong i = 1; i < 8; i++)
        {
            training.Iterate(Plans(3), LatentHarness.Key.Derive(i));
        }

        training.ModelError.ShouldBeLessThan(first);
    }

    [Fact]
    public void Iterate_VirtualTasks_NeverEnterTheStore()
    {
        LatentOptions options = LatentHarness.Options(3);
        using LatentLearner learner = Learner(options with { Virtual = new VirtualOptions { Share = 1, Steps = 1 } });
        LatentTraining training = Begin(learner);
        training.Iterate(Plans(2), LatentHarness.Key.Derive(0UL));
        training.Inner.Store.Count.ShouldBe(2 * options.Trials);
        IterationReport report = training.Iterate(Plans(2), LatentHarness.Key.Derive(1UL));
        training.Inner.Store.Count.ShouldBe(2 * options.Trials);
        report.Interactions.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Iterate_ReturnStatistics_CountTheStepsOfTrainingAlone()
    {
        using LatentLearner learner = Learner(LatentHarness.Options(3));
        LatentTraining training = Begin(learner);
        long steps = 0;
        for (ulong i = 0; i < 3; i++)
        {
            steps += training.Iterate(Plans(2), LatentHarness.Key.Derive(i)).Interactions;
            _pool.Run(1, (worker, _) => learner.Adaptation.Measure(
                worker, training.Parameters, Plans(1)[0].MdpTask,
                new AdaptationRequest { Steps = 1, SampledTrajectories = 2, MeanTrajectories = 1 }, LatentHarness.Key));
        }

        training.Inner.Returns.Count.ShouldBe(steps);
        training.Inner.Features.Count.ShouldBe(steps);
        training.Inner.Steps.ShouldBe(steps);
    }

    [Fact]
    public void Iterate_Normalization_IsThatOfTheStepsBefore()
    {
        using LatentLearner learner = Learner(LatentHarness.Options(1));
        LatentTraining training = Begin(learner);
        LatentNetworks networks = learner.Networks;
        networks.Scale.Of((ReadOnlySpan<Real>)training.Parameters).ToArray().ShouldAllBe(value => value == 1);
        training.Iterate(Plans(2), LatentHarness.Key.Derive(0UL));
        for (int i = 0; i < networks.FeatureSize; i++)
        {
            networks.Centre.Of((ReadOnlySpan<Real>)training.Parameters)[i].ShouldBe((Real)training.Inner.Features.Mean[i]);
            networks.Scale.Of((ReadOnlySpan<Real>)training.Parameters)[i].ShouldBe((Real)training.Inner.Features.Scale(i));
        }
    }

    /// <summary>The surrogate sees actions and inputs as they were played: the density of a mean action is the normal's largest.</summary>
    [Fact]
    public void Prepare_NormalizationOn_SeesWhatThePolicyActedOn()
    {
        using LatentLearner learner = Learner(LatentHarness.Options(3));
        LatentTraining training = Begin(learner);
        training.Iterate(Plans(2), LatentHarness.Key.Derive(0UL));
        LatentNetworks networks = learner.Networks;
        Real[] parameters = training.Parameters;
        networks.Scale.Of((ReadOnlySpan<Real>)parameters).ToArray().ShouldContain(value => Math.Abs(value - 1) > 0.1);
        using var sampler = new LatentSampler(learner.Family, networks, null);
        LatentTrial trial = sampler.Run(
            [new TrialSegment(Plans(1)[0].MdpTask, 1, LatentHarness.Key)], parameters, new TrialState(networks.Recurrent.Policy, 1),
            new RolloutRequest { Trajectories = 2, Key = default, MeanActions = true }, [])[0];

        var samples = new PolicySamples(learner, parameters, [trial], [1]);
        new PolicyPhase(learner).Prepare(samples, parameters, CancellationToken.None);

        var head = (GaussianMlpPolicy)networks.Policy.Head;
        var deviations = new Real[head.ActionSize];
        head.StandardDeviations(parameters.AsSpan(networks.PolicyEnd - head.ParameterCount, head.ParameterCount), deviations);
        double largest = -deviations.Sum(deviation => Math.Log(deviation) + (0.5 * Math.Log(2 * Math.PI)));
        samples.LogProbabilities.Take(trial.Steps).ShouldAllBe(value => Math.Abs(value - largest) < 1e-4);
    }

    [Fact]
    public void Estimate_RewardAtTheLastStepOfTheTrial_CreditsItsFirstStep()
    {
        using LatentLearner learner = Learner(LatentHarness.Options(1));
        EnvironmentSpec spec = learner.Family.Spec;
        var trial = new LatentTrial(spec, learner.Networks.FeatureSize, 2);
        for (int e = 0; e < 2; e++)
        {
            for (int t = 0; t < spec.Horizon; t++)
            {
                trial.Add(e == 1 && t == spec.Horizon - 1 ? 1 : 0, e == 1 && t == spec.Horizon - 1 ? 1 : 0);
            }

            trial.End(terminated: e == 0, succeeded: false);
        }

        var samples = new PolicySamples(learner, Initial(learner), [trial], [1]);
        samples.Estimate(new GaeOptions { Discount = 0.95, Lambda = 0.9 });
        ((double)samples.Targets[0]).ShouldBe(Math.Pow(0.95 * 0.9, trial.Steps - 1), 1e-6);
    }

    [Fact]
    public void Differentiate_Entropy_AddsItsGradientOnceAndNothingToReturns()
    {
        var gradients = new List<double[]>();
        var targets = new List<Real[]>();
        foreach (double entropy in (double[])[0, 0.01, 0.02])
        {
            using LatentLearner learner = Learner(LatentHarness.Options(1) with { Entropy = entropy });
            Real[] parameters = Initial(learner);
            var round = new PlayedRound(
                learner, parameters, Plans(2), plan => LatentHarness.Key.Derive(plan), [], CancellationToken.None);
            var samples = new PolicySamples(
                learner, parameters, [.. round.Trials.Select(played => played.Trial)], [.. round.Trials.Select(_ => 0.01)]);
            var phase = new PolicyPhase(learner);
            phase.Prepare(samples, parameters, CancellationToken.None);
            targets.Add(samples.Targets);
            var gradient = new double[learner.Networks.End - learner.Networks.PolicyOffset];
            phase.Differentiate(samples, parameters, [.. Enumerable.Range(0, samples.Count)], gradient, CancellationToken.None);
            gradients.Add(gradient);
        }

        targets[1].ShouldBe(targets[0]);
        double[] once = [.. gradients[1].Zip(gradients[0], (x, y) => x - y)];
        double[] twice = [.. gradients[2].Zip(gradients[0], (x, y) => x - y)];
        double largest = once.Max(Math.Abs);
        largest.ShouldBeGreaterThan(0);
        largest.ShouldBeLessThan(0.1);
        twice.Zip(once, (x, y) => Math.Abs(x - (2 * y))).Max().ShouldBeLessThan(1e-3 * largest);
    }

    [Fact]
    public void Create_VirtualTrainingOfOneComponent_IsRefused() => Should.Throw<ArgumentException>(
        () => Learner(LatentHarness.Options(1) with { Virtual = new VirtualOptions { Share = 0.1, Steps = 10 } }));

    public void Dispose() => _pool.Dispose();

    private static TaskPlan[] Plans(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new TaskPlan { MdpTask = NoisyWalk.Family.SampleTask(RandomKey.FromSeed(2), i) }),
    ];

    private static Real[] Initial(LatentLearner learner)
    {
        var parameters = new Real[learner.ParameterCount];
        learner.Initialize(LatentHarness.Key, parameters);
        return parameters;
    }

    private static LatentTraining Begin(LatentLearner learner) => (LatentTraining)learner.Begin(Initial(learner), s_schedule);

    private LatentLearner Learner(LatentOptions options) => new(NoisyWalk.Family, LatentHarness.Form(), options, _pool);
}
