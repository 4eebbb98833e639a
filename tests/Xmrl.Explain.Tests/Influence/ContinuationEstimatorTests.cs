using Xmrl.Explain.Influence;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>Influence by continued training, of a learner whose every iteration adds a known number per training task.</summary>
public sealed class ContinuationEstimatorTests
{
    private const int Tasks = 20;
    private const int Helpful = 3;
    private static readonly OuterSchedule s_schedule = new(1, 1, 2);

    [Fact]
    public void Explain_GroupsOfOneTask_GivesEveryTaskItsEffect()
    {
        using var pool = new WorkPool(1);
        var learner = Learner(pool);

        Explanation found = Of(
            learner, new() { Replicates = 2, Iterations = 2, Schedule = s_schedule, Groups = Tasks, WeightStep = 0 }, noise: 0);

        double[] effects = [.. Training().Select(task => 2 * EffectOf(task))];
        double mean = effects.Average();
        double deviation = Math.Sqrt(effects.Average(effect => (effect - mean) * (effect - mean)));
        for (int i = 0; i < Tasks; i++)
        {
            found.Agreement.Elements[i].Value.ShouldBe(effects[i] / deviation, 1e-4);
        }

        found.Agreement.MeanPairwiseSpearman.ShouldBe(1, 1e-9);
        found.Interactions.ShouldBe(2 * (Tasks + 1) * (2L + 5));
        found.HasSignal().ShouldBeTrue();
    }

    [Fact]
    public void Explain_GroupsOfFourWithNoise_RanksTheHelpfulTasksFirst()
    {
        using var pool = new WorkPool(1);
        var learner = Learner(pool);

        Explanation found = Of(learner, new() { Replicates = 20, Iterations = 2, Schedule = s_schedule, WeightStep = 0.1 }, noise: 2);

        found.Critical(Helpful).ShouldBe([0, 1, 2], ignoreOrder: true);
        found.Ranking[^1].ShouldBe(Tasks - 1);
        found.Weights[0].ShouldBeGreaterThan(1);
        found.Weights[Tasks - 1].ShouldBeLessThan(1);
        found.Replicates.Length.ShouldBe(20 * Tasks);
    }

    [Fact]
    public void Explain_SameKey_GivesTheSameAndLeavesTheParameters()
    {
        using var pool = new WorkPool(1);
        var learner = Learner(pool);
        var options = new ContinuationOptions { Replicates = 3, Iterations = 1, Schedule = s_schedule, WeightStep = 0 };

        Of(learner, options, noise: 1).Replicates.ShouldBe(Of(learner, options, noise: 1).Replicates);
    }

    [Fact]
    public void Explain_ScoreThatIsNotFinite_SaysWhere()
    {
        using var pool = new WorkPool(1);
        var estimator = new ContinuationEstimator(
            Learner(pool), new() { Replicates = 2, Iterations = 1, Schedule = s_schedule, WeightStep = 0 });

        Should.Throw<ArithmeticException>(() => estimator.Explain(
                [0], Training(), (_, _) => (double.NaN, 0), (1, RandomKey.FromSeed(1))))
            .Message.ShouldBe(
                "The mean score of the poor tasks is NaN after further training (one iteration) without 0 of 20 training tasks "
                    + "(replicate 0).");
        estimator.Reservation.ShouldContain("when further training (one iteration) leaves out a group");
    }

    [Theory]
    [InlineData(OuterStatus.NonFiniteGradient)]
    [InlineData(OuterStatus.NonFiniteStep)]
    public void Explain_StepThatIsNotFinite_SaysWhere(OuterStatus status)
    {
        using var pool = new WorkPool(1);
        var estimator = new ContinuationEstimator(
            Learner(pool, status), new() { Replicates = 2, Iterations = 1, Schedule = s_schedule, WeightStep = 0 });

        Should.Throw<ArithmeticException>(() => estimator.Explain([0], Training(), (_, _) => (0, 0), (1, RandomKey.FromSeed(1))))
            .Message.ShouldBe("Further training without 0 of 20 training tasks, iteration 0: weight 3 is NaN");
    }

    private static Explanation Of(TrainingOnlyLearner learner, ContinuationOptions options, double noise)
    {
        Real[] start = [7];
        Explanation found = new ContinuationEstimator(learner, options).Explain(
            start, Training(),
            (theta, key) => (theta[0] + (noise * key.Normal(0)), 5),
            (Helpful, RandomKey.FromSeed(3)));
        start.ShouldBe([7]);
        return found;
    }

    private static MdpTask[] Training()
        => [.. Enumerable.Range(0, Tasks).Select(i => new MdpTask { EnvironmentId = "Adding-v1", Index = i, Parameters = [i] })];

    /// <summary>Large for the first three, negative for the last, small and different for the others.</summary>
    private static double EffectOf(MdpTask task)
        => task.Index < Helpful ? 8 : task.Index == Tasks - 1 ? -8 : 0.05 * task.Index;

    private static TrainingOnlyLearner Learner(WorkPool pool, OuterStatus status = OuterStatus.Accepted)
        => new(pool, start => new AddingTraining(start, status));

    /// <summary>θ grows by the effects of the tasks that it trains on.</summary>
    private sealed class AddingTraining(Real[] parameters, OuterStatus status) : IMetaTraining
    {
        public Real[] Parameters => parameters;

        public IReadOnlyList<(string Name, double[] Values)> State => [];

        public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => throw new NotSupportedException();

        public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
        {
            parameters[0] += (Real)plans.Sum(plan => EffectOf(plan.MdpTask));
            string detail = status == OuterStatus.Accepted ? string.Empty : "weight 3 is NaN";
            return new IterationReport { Outer = new OuterReport(status, 1, detail), Interactions = 1 };
        }
    }
}
