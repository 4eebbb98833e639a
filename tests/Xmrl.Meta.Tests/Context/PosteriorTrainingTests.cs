using Xmrl.Environments.PointRobot;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Rl.Replay;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>What a collection leaves in replay and context, and what each part of a gradient step reaches.</summary>
public sealed class PosteriorTrainingTests
{
    private const int Horizon = 20;

    private static readonly PosteriorRecipe s_options = new()
    {
        Hidden = [6],
        EncoderHidden = [5],
        Latent = 2,
        Batch = 8,
        ContextSamples = 6,
        MetaBatch = 3,
        TasksPerCollection = 6,
        InitialSteps = 60,
        PriorSteps = 40,
        PosteriorSteps = 20,
        ExtraSteps = 60,
        GradientSteps = 1,
    };

    [Fact]
    public void Create_ReplayShorterThanACollection_IsRefused()
    {
        using var pool = new WorkPool(1);
        Should.Throw<ArgumentException>(() => new PosteriorLearner(
                new PointRobotFamily(PointRobotOptions.Sparse), new PosteriorRecipe { PriorSteps = 30, ReplayCapacity = 50 }, pool))
            .Message.ShouldContain("expected at least 640");
    }

    [Fact]
    public void Iterate_Collection_LeavesPriorAndPosteriorStepsInTheContextAlone()
    {
        PosteriorTraining training = Begin(s_options, out _);

        IterationReport report = training.Iterate(Plans(2), RandomKey.FromSeed(1));

        report.Interactions.ShouldBe((2 * 60) + (6 * 120));
        training.Replay.Sum(entry => entry.Buffer.Live).ShouldBe((2 * 60) + (6 * 120));
        foreach ((_, ReplayBuffer buffer) in training.Replay)
        {
            // The last collection of the task: the context begins with it and ends before its extra steps.
            buffer.ContextCount.ShouldBe(60);
            buffer.ContextRanges.ShouldBe([(buffer.Head.Count - 120, buffer.Head.Count - 60)]);
        }
    }

    [Fact]
    public void Iterate_RepeatsAndNoWeight_CollectTwiceAndNothing()
    {
        PosteriorTraining training = Begin(s_options, out _);
        TaskPlan[] plans = Plans(2);

        IterationReport report = training.Iterate(
            [plans[0] with { Repeats = 2 }, plans[1] with { Weight = 0 }], RandomKey.FromSeed(1));

        report.Interactions.ShouldBe((2 * 60) + (6 * 240));
        training.Replay.Select(entry => entry.Task).ShouldBe([0]);
    }

    [Fact]
    public void Iterate_SparseRewards_ReachTheContextAndDenseOnesTheCritic()
    {
        PosteriorTraining training = Begin(s_options, out IEnvironmentFamily family);
        training.Iterate(Plans(1), RandomKey.FromSeed(1));
        ReplayBuffer buffer = training.Replay[0].Buffer;
        var batch = new ReplayBatch(buffer.Shape, buffer.Live);

        buffer.Gather([.. Enumerable.Range(0, buffer.Live).Select(i => (long)i)], batch);

        int outside = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            MdpTask task = Plans(1)[0].MdpTask;
            Real dense = ((IDenseReward)family).DenseReward(
                task, [batch.Next[0, i], batch.Next[1, i]], [batch.Actions[0, i], batch.Actions[1, i]]);
            batch.ValueRewards[0, i].ShouldBe(dense);
            outside += batch.Rewards[0, i] == 0 && dense < (Real)(-0.2) ? 1 : 0;
            batch.Continuations[0, i].ShouldBe(1);
            Math.Abs(batch.Actions[0, i]).ShouldBeLessThanOrEqualTo(1);
        }

        outside.ShouldBeGreaterThan(batch.Count / 2);
    }

    [Fact]
    public void Iterate_OtherPolicyAndValue_MoveTheEncoderNoOtherWay()
    {
        (double[] encoder, double[] policy) = EncoderAfterAStep(perturbs: false);
        (double[] same, double[] other) = EncoderAfterAStep(perturbs: true);

        other.ShouldNotBe(policy);
        same.ShouldBe(encoder);
    }

    [Theory]
    [InlineData(KlReduction.Sum, 2)]
    [InlineData(KlReduction.Mean, 1)]
    public void Step_TwiceTheMetaBatch_WeighsTheDivergenceAsItsReductionSays(object reduction, double ratio)
    {
        double one = DivergenceShare((KlReduction)reduction, 3);
        double two = DivergenceShare((KlReduction)reduction, 6);

        (two / one).ShouldBe(ratio, 1e-3);
    }

    [Fact]
    public void Measure_ExplorationTrajectories_AreThoseOfThePriorAndThenTheCountNoLongerMatters()
    {
        double[][] curves = [.. new[] { 1, 2, 9 }.Select(exploration => Curve(exploration))];

        // The first two trajectories explore in all but the first curve.
        curves[0][0].ShouldBe(curves[1][0]);
        curves[0][1].ShouldNotBe(curves[1][1]);
        curves[1][1].ShouldBe(curves[2][1]);
        curves[1][2].ShouldNotBe(curves[2][2]);
    }

    [Fact]
    public void Iterate_OtherTaskUnderAKnownIndex_IsRefused()
    {
        PosteriorTraining training = Begin(s_options, out IEnvironmentFamily family);
        training.Iterate(Plans(1), RandomKey.FromSeed(1));
        MdpTask other = family.SampleTask(RandomKey.FromSeed(77), 0);

        Should.Throw<ArgumentException>(() => training.Iterate([new TaskPlan { MdpTask = other }], RandomKey.FromSeed(1)))
            .Message.ShouldContain("tasks.fresh");
    }

    [Fact]
    public void Iterate_ObservationIsNotFinite_NamesEnvironmentAndStep()
    {
        using var task = new SoftTask(new Broken(), 6, SoftTask.Options, 1e-3);

        Should.Throw<InvalidOperationException>(() => task.Train(1)).Message.ShouldStartWith(
            "'SoftTask-v1', task 0, step 4 of an episode: component 0 of the observation is Infinity; expected finite numbers.");
    }

    [Fact]
    public void Iterate_ValuesThatRunAway_FailClosedWithASentence()
    {
        PosteriorTraining training = Begin(s_options, out _);
        training.Iterate(Plans(1), RandomKey.FromSeed(1));
        ReplayHead head = training.Replay[0].Buffer.Head;
        LatentNetwork critic = Networks(training).Critics[0];
        critic.Tensors[^1].Of(training.Parameters.AsSpan()).Fill((Real)1e9);
        Real[] before = [.. training.Parameters];

        IterationReport report = training.Iterate(Plans(1), RandomKey.FromSeed(2));

        report.Outer.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        report.Outer.Detail.ShouldContain("magnitude");
        training.Parameters.ShouldBe(before);
        training.Replay[0].Buffer.Head.ShouldBe(head);
    }

    private static Rl.ActorCritic.SoftNetworks Networks(PosteriorTraining training)
        => new PosteriorNetworks(new PointRobotFamily(PointRobotOptions.Sparse).Spec, s_options) is var networks
            && networks.ParameterCount == training.Parameters.Length ? networks.Soft : throw new InvalidOperationException();

    private static TaskPlan[] Plans(int count)
    {
        var family = new PointRobotFamily(PointRobotOptions.Sparse);
        return [.. Enumerable.Range(0, count).Select(i => new TaskPlan { MdpTask = family.SampleTask(RandomKey.FromSeed(2), i) })];
    }

    private static PosteriorTraining Begin(PosteriorRecipe options, out IEnvironmentFamily family)
    {
        family = new PointRobotFamily(PointRobotOptions.Sparse);
        family.Spec.Horizon.ShouldBe(Horizon);
        var learner = new PosteriorLearner(family, options, new WorkPool(1));
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(3), theta);
        return (PosteriorTraining)learner.Begin(theta, new OuterSchedule(1e-3, 1, 1));
    }

    /// <summary>Encoder and policy after one step on given replay.</summary>
    private static (double[] Encoder, double[] Policy) EncoderAfterAStep(bool perturbs)
    {
        PosteriorTraining training = Begin(s_options, out IEnvironmentFamily family);
        using var pool = new WorkPool(1);
        using var learner = new PosteriorLearner(family, s_options, pool);
        var collection = new Collection(learner);
        training.AddReplay(0);
        collection.Begin(training, Plans(1), RandomKey.FromSeed(4), CancellationToken.None);
        if (perturbs)
        {
            foreach (LatentNetwork network in new[] { learner.Networks.Soft.Policy, learner.Networks.Soft.Value! })
            {
                RandomKey.FromSeed(6).FillNormal(0, training.Parameters.AsSpan(network.Offset, network.Length));
            }
        }

        new GradientPhase(learner, training, new PosteriorOptimizers(learner.Networks, 1e-3)).Step(Plans(1), RandomKey.FromSeed(5))
            .ShouldBeNull();
        return (Part(learner.Networks.Encoder!), Part(learner.Networks.Soft.Policy));

        double[] Part(LatentNetwork network)
            => [.. training.Parameters.AsSpan(network.Offset, network.Length).ToArray().Select(value => (double)value)];
    }

    /// <summary>Norm of what a weight of the divergence adds to one slot's share of the encoder's gradient, times the number of
    /// slots' shares in the sum.</summary>
    private static double DivergenceShare(KlReduction reduction, int metaBatch)
    {
        double[][] gradients = [.. new[] { 0.0, 1000.0 }.Select(weight =>
        {
            PosteriorRecipe options = s_options with { MetaBatch = metaBatch, KlReduction = reduction, KlWeight = weight };
            PosteriorTraining training = Begin(options, out IEnvironmentFamily family);
            using var pool = new WorkPool(1);
            using var learner = new PosteriorLearner(family, options, pool);
            training.AddReplay(0);
            new Collection(learner).Begin(training, Plans(1), RandomKey.FromSeed(4), CancellationToken.None);
            var slot = new GradientSlot(family.Spec, learner.Networks, options);
            slot.RunCritics(
                learner.Worker(0), (training.Parameters, training.Targets), training.Replay[0].Buffer, 1, RandomKey.FromSeed(5));
            return slot.Gradient[..learner.Networks.Encoder!.Length];
        })];
        return Math.Sqrt(gradients[1].Zip(gradients[0], (with, without) => (with - without) * (with - without)).Sum());
    }

    private static double[] Curve(int exploration)
    {
        PosteriorRecipe options = s_options with { ExplorationTrajectories = exploration, Hidden = [16, 16] };
        var family = new PointRobotFamily(new PointRobotOptions());
        using var pool = new WorkPool(1);
        using var learner = new PosteriorLearner(family, options, pool);
        var theta = new Real[learner.ParameterCount];
        RandomKey.FromSeed(8).FillNormal(0, theta);
        AdaptationCurve? curve = null;
        pool.Run(1, (worker, _) => curve = learner.Adaptation.Measure(
            worker, theta, family.SampleTask(RandomKey.FromSeed(2), 0),
            new AdaptationRequest { Steps = 3, SampledTrajectories = 0, MeanTrajectories = 2 }, RandomKey.FromSeed(1)));
        curve!.Points.Select(point => point.Interactions).ShouldBe([0, Horizon, 2 * Horizon, 3 * Horizon]);
        return [.. curve.Points.Select(point => point.MeanActions)];
    }

    /// <summary>Its fourth observation is not finite.</summary>
    private sealed class Broken : ISingleEnvironment
    {
        private int _step;

        public void Reset(RandomKey key, Span<Real> observation) => (observation[0], _step) = (1, 0);

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = ++_step == 4 ? Real.PositiveInfinity : 1;
            return new SingleStep(0);
        }
    }
}
