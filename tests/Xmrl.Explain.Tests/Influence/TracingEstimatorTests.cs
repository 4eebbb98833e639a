using Xmrl.Explain.Influence;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>Influence by update tracing, of a learner whose updates are known: task i steps by (i, −1), and θ = (0, number of
/// iterations).</summary>
public sealed class TracingEstimatorTests : IDisposable
{
    private const int Tasks = 20;
    private static readonly OuterSchedule s_schedule = new(1, 1, 2);

    private readonly WorkPool _pool = new(1);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Explain_KnownUpdates_AddsTheirProductsWithTheGradientOverCheckpoints()
    {
        Real[] start = [5, 0];
        var estimator = new TracingEstimator(
            Learner(), Options(3, 2));
        int told = 0;

        Explanation found = estimator.Explain(start, Training(), [Task(50)], (2, RandomKey.FromSeed(1)), _ => told++);

        // ∇J = (θ₁, 100) at checkpoints θ₁ = 1 and 2: task i gains 3i − 200.
        double[] effects = [.. Enumerable.Range(0, Tasks).Select(i => (3.0 * i) - 200)];
        double mean = effects.Average();
        double deviation = Math.Sqrt(effects.Average(effect => (effect - mean) * (effect - mean)));
        for (int i = 0; i < Tasks; i++)
        {
            found.Agreement.Elements[i].Value.ShouldBe(effects[i] / deviation, 1e-9);
        }

        found.Method.ShouldBe(InfluenceMethod.Tracing);
        found.Ranking[..2].ShouldBe([Tasks - 1, Tasks - 2]);
        found.Agreement.MeanPairwiseSpearman.ShouldBe(1, 1e-9);
        found.Interactions.ShouldBe(3 * 2 * (7L + 11));
        told.ShouldBe(3);
        start.ShouldBe([5, 0]);
        estimator.UnseenShare.ShouldBe(0.25, 1e-12);
        estimator.Reservation.ShouldContain("Updates of critics, 25 % of the updates' squared length,");
        estimator.Reservation.ShouldContain("(2 iterations)");
    }

    [Fact]
    public void Explain_StepThatIsNotFinite_SaysWhere()
    {
        var estimator = new TracingEstimator(
            Learner(OuterStatus.NonFiniteGradient),
            Options(2, 1));

        Should.Throw<ArithmeticException>(() => estimator.Explain([0, 0], Training(), [Task(50)], (1, RandomKey.FromSeed(1))))
            .Message.ShouldBe("Further training to trace updates, replicate 0, iteration 0: weight 3 is NaN");
    }

    [Fact]
    public void Explain_TrainingWithoutTracing_IsRefused()
    {
        var estimator = new TracingEstimator(
            Learner(isTraced: false),
            Options(2, 1));

        Should.Throw<NotSupportedException>(() => estimator.Explain([0, 0], Training(), [Task(50)], (1, RandomKey.FromSeed(1))))
            .Message.ShouldContain("expected Identity");
    }

    private static TracingOptions Options(int replicates, int iterations) => new()
    {
        Continuation = new() { Replicates = replicates, Iterations = iterations, Schedule = s_schedule, WeightStep = 0.1 },
    };

    private static MdpTask[] Training() => [.. Enumerable.Range(0, Tasks).Select(Task)];

    private static MdpTask Task(int index) => new() { EnvironmentId = "Stepping-v1", Index = index, Parameters = [index] };

    private TrainingOnlyLearner Learner(OuterStatus status = OuterStatus.Accepted, bool isTraced = true)
        => new(_pool, start => new SteppingTraining(start, status, isTraced));

    private sealed class SteppingTraining(Real[] parameters, OuterStatus status, bool isTraced) : IMetaTraining, IUpdateTracing
    {
        IUpdateTracing? IMetaTraining.Tracing => isTraced ? this : null;

        public Real[] Parameters => parameters;

        public IReadOnlyList<(string Name, double[] Values)> State => [];

        public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => throw new NotSupportedException();

        public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
        {
            parameters[1]++;
            string detail = status == OuterStatus.Accepted ? string.Empty : "weight 3 is NaN";
            return new IterationReport { Outer = new OuterReport(status, 1, detail), Interactions = 7 };
        }

        public (double[] Gradient, long Interactions) ReturnGradient(
            IReadOnlyList<MdpTask> tasks, int trials, RandomKey key, CancellationToken token)
        {
            tasks.Select(task => task.Index).ShouldBe([50]);
            return ([parameters[1], 100], 11);
        }

        public TracedUpdate[] Trace(
            IReadOnlyList<MdpTask> tasks, ReadOnlyMemory<double> direction, int draws, RandomKey key, CancellationToken token)
            => [.. tasks.Select(task => new TracedUpdate(
                (direction.Span[0] * task.Index) - direction.Span[1], 3, 1))];
    }
}
