using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>Tracing in tasks of one step, whose observation is what the action should be.</summary>
public sealed class PosteriorTracingTests : IDisposable
{
    private const double Slope = 3;

    private readonly WorkPool _pool = new(2);
    private readonly SingleEnvironmentFamily _family;
    private readonly PosteriorLearner _learner;

    public PosteriorTracingTests()
    {
        _family = new SingleEnvironmentFamily(
            new EnvironmentSpec
            {
                Id = "Told-v1",
                RewardVersion = "1",
                ObservationSize = 1,
                ActionSize = 1,
                Horizon = 1,
                TaskParameterNames = ["wanted"],
                TaskParameterRanges = [new ParameterRange(-1, 1)],
                ObservationCentre = [0],
                ObservationScale = [1],
                ScoreName = "return",
            },
            task => new Told(task.Parameters[0]));
        _learner = new PosteriorLearner(_family, SoftTask.Options with { MetaBatch = 8, TasksPerCollection = 8 }, _pool);
    }

    public void Dispose()
    {
        _learner.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public void ReturnGradient_OneStep_IsThatOfQuadrature()
    {
        const double Wanted = 0.6;
        PosteriorTraining training = Begin();
        LatentNetwork policy = _learner.Networks.Soft.Policy;
        PartOf(policy, training).Clear();
        (double mean, double log) = (0.3, -0.5);
        int bias = policy.Tensors[^1].Offset;
        (training.Parameters[bias], training.Parameters[bias + 1]) = ((Real)mean, (Real)log);

        // J = E[−s·(tanh(m + e^l·ε) − w)²] and its derivatives with respect to m and l.
        (double ofMean, double ofLog) = (0, 0);
        for (double e = -9; e <= 9; e += 1e-3)
        {
            double weight = 1e-3 * Math.Exp(-0.5 * e * e) / Math.Sqrt(2 * Math.PI);
            double action = Math.Tanh(mean + (Math.Exp(log) * e));
            double slope = -2 * Slope * (action - Wanted) * (1 - (action * action));
            ofMean += weight * slope;
            ofLog += weight * slope * Math.Exp(log) * e;
        }

        const int Estimates = 40;
        double[][] drawn = [.. Enumerable.Range(0, Estimates).Select(i => Tracing(training).ReturnGradient(
            [TaskOf(0, Wanted)], 100, RandomKey.FromSeed(5).Derive(i), CancellationToken.None).Gradient)];

        Expect([.. drawn.Select(gradient => gradient[bias])], ofMean);
        Expect([.. drawn.Select(gradient => gradient[bias + 1])], ofLog);

        static void Expect(double[] estimates, double expected)
        {
            double average = estimates.Average();
            double error = Math.Sqrt(estimates.Sum(value => (value - average) * (value - average)) / (estimates.Length - 1.0)
                / estimates.Length);
            error.ShouldBeLessThan(0.1);
            average.ShouldBe(expected, 4 * error);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, false)]
    public void ReturnGradient_LatentInferredOrOfThePrior_ReachesTheEncoderOrNot(int exploration, bool isReached)
    {
        var options = new PosteriorRecipe
        {
            Hidden = [6],
            EncoderHidden = [5],
            Latent = 2,
            ReplayCapacity = 2000,
            ExplorationTrajectories = exploration,
        };
        using var learner = new PosteriorLearner(_family, options, _pool);
        PosteriorTraining training = Begin(learner);

        (double[] gradient, long interactions) = Tracing(training).ReturnGradient(
            [TaskOf(0, 0.6), TaskOf(1, -0.6)], 3, RandomKey.FromSeed(5), CancellationToken.None);

        interactions.ShouldBe(2 * 3 * (options.AdaptationTrajectories + 1));
        (gradient.AsSpan(0, learner.Networks.Encoder!.Length).IndexOfAnyExcept(0) >= 0).ShouldBe(isReached);
        LatentNetwork policy = learner.Networks.Soft.Policy;
        gradient.AsSpan(policy.Offset, policy.Length).IndexOfAnyExcept(0).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Trace_TasksBesideTheirLikes_HelpThemMost()
    {
        PosteriorTraining training = Begin();
        MdpTask[] tasks = [TaskOf(0, 0.6), TaskOf(1, 0.7), TaskOf(2, -0.6), TaskOf(3, -0.7)];
        TaskPlan[] plans = [.. tasks.Select(task => new TaskPlan { MdpTask = task })];
        var sums = new double[tasks.Length];
        long interactions = 0;
        for (int k = 0; k < 4; k++)
        {
            training.Iterate(plans, RandomKey.FromSeed(1).Derive(k)).Outer.Status.ShouldBe(OuterStatus.Accepted);
            (double[] direction, long taken) = Tracing(training).ReturnGradient(
                [TaskOf(9, 0.65)], 200, RandomKey.FromSeed(2).Derive(k), CancellationToken.None);
            interactions += taken;
            TracedUpdate[] traced = Tracing(training).Trace(tasks, direction, 16, RandomKey.FromSeed(3).Derive(k), CancellationToken.None);
            traced.ShouldAllBe(update => update.Seen > 0 && update.Unseen > 0);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += traced[i].Effect;
            }
        }

        interactions.ShouldBe(4 * 200);
        sums[..2].Min().ShouldBeGreaterThan(0);
        sums[..2].Min().ShouldBeGreaterThan(sums[2..].Max());
    }

    [Fact]
    public void Tracing_AnyNumberOfThreads_GivesTheSameBits()
    {
        (double[] Gradient, TracedUpdate[] Updates)[] traced = [.. new[] { 1, 3 }.Select(threads =>
        {
            using var pool = new WorkPool(threads);
            using var learner = new PosteriorLearner(_family, _learner.Options, pool);
            PosteriorTraining training = Begin(learner);
            MdpTask[] tasks = [.. Enumerable.Range(0, 5).Select(i => TaskOf(i, (0.3 * i) - 0.6))];
            training.Iterate([.. tasks.Select(task => new TaskPlan { MdpTask = task })], RandomKey.FromSeed(1));
            (double[] direction, _) = Tracing(training).ReturnGradient(tasks, 3, RandomKey.FromSeed(2), CancellationToken.None);
            return (direction, Tracing(training).Trace(tasks, direction, 2, RandomKey.FromSeed(3), CancellationToken.None));
        })];

        traced[1].Gradient.ShouldBe(traced[0].Gradient);
        traced[1].Updates.ShouldBe(traced[0].Updates);
        traced[0].Updates.ShouldAllBe(update => update.Effect != 0);
    }

    [Fact]
    public void Trace_DirectionOfTheCriticsAlone_HasNoEffect()
    {
        PosteriorTraining training = Begin();
        MdpTask[] tasks = [TaskOf(0, 0.6)];
        Should.Throw<KeyNotFoundException>(
            () => Tracing(training).Trace(tasks, new double[_learner.ParameterCount], 1, RandomKey.FromSeed(3), CancellationToken.None));
        training.Iterate([new TaskPlan { MdpTask = tasks[0] }], RandomKey.FromSeed(1));
        var direction = new double[_learner.ParameterCount];
        LatentNetwork critic = _learner.Networks.Soft.Critics[0];
        direction.AsSpan(critic.Offset, critic.Length).Fill(1);

        Tracing(training).Trace(tasks, direction, 1, RandomKey.FromSeed(3), CancellationToken.None)[0].Effect.ShouldBe(0);
    }

    [Fact]
    public void Trace_Policy_HasTheEffectThatAStepOfItsDrawHas()
    {
        PosteriorTraining training = Begin();
        MdpTask[] tasks = [TaskOf(0, 0.6), TaskOf(1, -0.6)];
        training.Iterate([.. tasks.Select(task => new TaskPlan { MdpTask = task })], RandomKey.FromSeed(1));
        LatentNetwork policy = _learner.Networks.Soft.Policy;
        var direction = new double[_learner.ParameterCount];
        direction[policy.Tensors[^1].Offset] = 1;

        double[] effects = [.. Tracing(training).Trace(tasks, direction, 32, RandomKey.FromSeed(3), CancellationToken.None)
            .Select(update => update.Effect)];

        // The mean head's bias rises for the task that wants a greater action, and falls for the other.
        effects[0].ShouldBeGreaterThan(effects[1]);
    }

    private static IUpdateTracing Tracing(IMetaTraining training) => training.Tracing.ShouldNotBeNull();

    private static Span<Real> PartOf(LatentNetwork network, PosteriorTraining training)
        => training.Parameters.AsSpan(network.Offset, network.Length);

    private MdpTask TaskOf(int index, double wanted)
        => new() { EnvironmentId = _family.Spec.Id, Index = index, Parameters = [wanted] };

    private PosteriorTraining Begin() => Begin(_learner);

    private static PosteriorTraining Begin(PosteriorLearner learner)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(3), theta);
        return (PosteriorTraining)learner.Begin(theta, new OuterSchedule(3e-3, 1, 1));
    }

    /// <summary>Shows w, and pays −3(a − w)².</summary>
    private sealed class Told(double wanted) : ISingleEnvironment
    {
        public void Reset(RandomKey key, Span<Real> observation) => observation[0] = (Real)wanted;

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = (Real)wanted;
            return new SingleStep((Real)(-Slope * (action[0] - wanted) * (action[0] - wanted)));
        }
    }
}
