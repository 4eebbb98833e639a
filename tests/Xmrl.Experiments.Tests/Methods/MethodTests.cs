using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Statistics;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class MethodTests
{
    private const double RoundingTolerance = 1e-12;
    private static readonly double[] Influence = [0.5, -2, 0, -0.4, 1.5, 0.4];
    private static readonly Navigation2DFamily Family = new(new Navigation2DOptions { Horizon = 6 });
    private static readonly MdpTask[] Tasks =
        [.. Enumerable.Range(0, Influence.Length).Select(i => Family.SampleTask(RandomKey.FromSeed(1), i))];

    private static readonly StoredExplanation Found = new()
    {
        Poor = [0],
        SelectionScores = [0],
        MeasuredScores = [0],
        Critical = [4],
        Explanation = new Explanation
        {
            Method = InfluenceMethod.Identity,
            Weights = [1, 1, 1, 1, 1, 1],
            Replicates = Influence,
            Agreement = new RankAgreementResult
            {
                Elements = [.. Influence.Select(value => new Interval(value, value, value))],
                MeanPairwiseSpearman = 1,
                PredictedReliability = 1,
                Replicates = 1,
                TopCount = 1,
                TopOverlap = 1,
            },
            Ranking = [4, 0, 5, 2, 3, 1],
            Solver = string.Empty,
            Interactions = 0,
        },
    };

    [Theory]
    [InlineData("xmrlWeighted", 1, new[] { 1.5, 0, 1, 0.6, 2.5, 1.4 })]
    [InlineData("xmrlPruned", 1, new[] { 1, 0, 1, 0.6, 1, 1 })]
    [InlineData("xmrlPruned", 2, new[] { 1, 0, 1, 0.2, 1, 1 })]
    [InlineData("xmrlPruned", 0, new[] { 1.0, 1, 1, 1, 1, 1 })]
    public void Tasks_WeightedByInfluence_HaveTheWeightsOfTheFormulaOverTheirMean(
        MethodName method, double strength, double[] weights)
        => WeightsOf(method, strength).ShouldBe(weights.Select(weight => weight / weights.Average()), RoundingTolerance);

    [Theory]
    [InlineData("xmrlPruned", "randomPruned")]
    [InlineData("xmrlWeighted", "randomWeighted")]
    public void Tasks_RandomControl_HasTheSameWeightsElsewhere(MethodName method, MethodName control)
    {
        double[] own = WeightsOf(method, 1);
        double[][] random = [.. Enumerable.Range(0, 20).Select(seed => WeightsOf(control, 1, (ulong)seed))];

        random.ShouldAllBe(weights => weights.Order().SequenceEqual(own.Order()));
        random.Select(weights => Array.IndexOf(weights, 0.0)).Distinct().Count().ShouldBeGreaterThan(3);
        WeightsOf(control, 1, 7).ShouldBe(random[7]);
    }

    [Fact]
    public void Tasks_RandomWeighted_MovesWeightsTogetherWithTheCriticalTasks()
    {
        RetrainingTasks own = PlanOf("xmrlWeighted", 1);
        RetrainingTasks[] random = [.. Enumerable.Range(0, 20).Select(seed => PlanOf("randomWeighted", 1, (ulong)seed))];

        random.ShouldAllBe(
            plan => plan.Critical.Select(position => plan.Weights![position])
                .SequenceEqual(own.Critical.Select(position => own.Weights![position])));
        random.Select(plan => string.Join(' ', plan.Critical)).Distinct().Count().ShouldBeGreaterThan(3);
    }

    private static double[] WeightsOf(
        MethodName method, double strength, ulong seed = 1) => [.. PlanOf(method, strength, seed).Weights!];

    private static RetrainingTasks PlanOf(MethodName method, double strength, ulong seed = 1)
    {
        var context = new MethodContext
        {
            Retrain = new RetrainSettings(),
            Augment = new AugmentSettings(),
            Meta = new MetaSettings(),
            Family = Family,
            Tasks = new TaskSets { Training = Tasks, Validation = Tasks, Test = Tasks },
            Key = RandomKey.FromSeed(seed),
            Explanation = Found,
            Strength = strength,
        };

        return MethodTable.Standard[method].Tasks(context)!;
    }
}
