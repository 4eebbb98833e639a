using Xmrl.Environments.Navigation2D;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Tests.Augmentation;
using Xmrl.Fixtures.Parallel;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Influence;

public sealed class InfluenceEstimatorTests
{
    /// <summary>Sums of a handful of doubles.</summary>
    private const double RoundingTolerance = 1e-12;

    private static readonly RandomKey Key = RandomKey.FromSeed(5);

    [Fact]
    public void Run_KnownGradients_RanksStandardizesAndStepsTheWeights()
    {
        // Influences 3, −2, 0, 1: mean ½, standard deviation √3.25.
        double[] influence = [3, -2, 0, 1];
        Explanation explanation = Run(new InfluenceOptions { Iterations = 3, WeightStep = 0.1 }, (_, _) => Problem(influence));
        double deviation = Math.Sqrt(3.25);
        explanation.Ranking.ShouldBe([0, 3, 2, 1]);
        explanation.Critical(2).ShouldBe([0, 3]);
        explanation.Interactions.ShouldBe(3 * 7);
        for (int i = 0; i < influence.Length; i++)
        {
            for (int r = 0; r < 3; r++)
            {
                explanation.Replicates[(r * 4) + i].ShouldBe(influence[i] / deviation, RoundingTolerance);
            }

            explanation.Weights[i].ShouldBe(1 + (0.3 * influence[i] / deviation), RoundingTolerance);
            explanation.Agreement.Elements[i].Value.ShouldBe(influence[i] / deviation, RoundingTolerance);
        }

        explanation.Agreement.MeanPairwiseSpearman.ShouldBe(1, RoundingTolerance);
    }

    [Fact]
    public void Run_LongSteps_KeepTheWeightsNonNegative()
    {
        Explanation explanation = Run(new InfluenceOptions { Iterations = 4, WeightStep = 2 }, (_, _) => Problem([3, -2, 0, 1]));
        explanation.Weights[1].ShouldBe(0);
        explanation.Weights.ShouldAllBe(weight => weight >= 0);

        // The ranking is by influence: what the bound hides does not count.
        explanation.Ranking.ShouldBe([0, 3, 2, 1]);
    }

    [Fact]
    public void Run_EqualInfluences_DoNotDivideByZero()
        => Run(new InfluenceOptions { Iterations = 2 }, (_, _) => Problem([2, 2, 2, 2])).Replicates.ShouldAllBe(value => value == 2);

    [Fact]
    public void Run_HarmfulTask_HasNegativeInfluenceWithAllMethods()
    {
        // At the optimum of equal weights the pulls of the training tasks cancel; the one away from the poor task harms it.
        QuadraticFamily family = new(2, 2, 1, 3);
        double[] mean = family.Optimum([1, 1]);
        family.Place(2, family.Centre(0));
        foreach (InfluenceMethod method in Enum.GetValues<InfluenceMethod>())
        {
            double[] influence = Influence(method);
            influence[0].ShouldBeGreaterThan(0);
            influence[1].ShouldBeLessThan(0);
        }

        double[] Influence(InfluenceMethod method)
        {
            var options = new InfluenceOptions { Method = method, Iterations = 2, ParameterStep = 0, WeightStep = 0 };
            return new InfluenceEstimator(null!, options).Run((_, _) => family.At(mean), new Real[3], (1, Key)).Replicates;
        }
    }

    [Fact]
    public void Run_EachIteration_AscendsTheWeightedTasksByTheConfiguredLength()
    {
        var seen = new List<Real[]>();
        Real[] start = [1, 2];
        new InfluenceEstimator(null!, new InfluenceOptions { Iterations = 3, ParameterStep = 0.5, WeightStep = 0 }).Run(
            (theta, _) =>
            {
                seen.Add([.. theta]);
                return new ClosedFormInfluence { Gradients = [[3, 0], [0, 4]], PoorGradient = [1, 0], Hessians = [] };
            },
            start,
            (1, Key));
        start.ShouldBe([1, 2]);
        seen[0].ShouldBe([1, 2]);

        // ½·(3, 4)/5 per iteration; float carries seven digits.
        ((double)seen[2][0]).ShouldBe(1.6, 1e-6);
        ((double)seen[2][1]).ShouldBe(2.8, 1e-6);
    }

    [Fact]
    public void Run_EachIteration_HasItsOwnRandomNumbers()
    {
        var keys = new HashSet<RandomKey>();
        Run(new InfluenceOptions { Iterations = 4 }, (_, key) =>
        {
            keys.Add(key);
            return Problem([1, 2, 3, 4]);
        });
        keys.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(InfluenceMethod.Identity)]
    [InlineData(InfluenceMethod.Exact)]
    [InlineData(InfluenceMethod.Fisher)]
    public void Explain_OtherThreadsOrProcesses_SameBits(InfluenceMethod method)
    {
        Explanation one = Explain(method, 1);
        Explanation[] others =
        [
            Explain(method, 2),
            .. ThreadRanks.Run(2, processes => Explain(method, 1, processes)),
            .. ThreadRanks.Run(3, processes => Explain(method, 2, processes)),
        ];
        foreach (Explanation other in others)
        {
            other.Replicates.ShouldBe(one.Replicates);
            other.Weights.ShouldBe(one.Weights);
            other.Ranking.ShouldBe(one.Ranking);
            other.Solver.ShouldBe(one.Solver);
            other.Interactions.ShouldBe(one.Interactions);
        }

        // 2 iterations, 4 training and 2 poor tasks, 4 trajectories of 5 steps before and after adaptation.
        one.Interactions.ShouldBe(2 * 6 * 2 * 20);
        one.Replicates.ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void Explain_WrongCounts_AreRefusedBeforeAnyWork()
    {
        using MixingSetup setup = new(new Navigation2DFamily());
        MdpTask[] tasks = setup.Tasks(3);
        var estimator = new InfluenceEstimator(setup.Learner.Influence!, new InfluenceOptions());
        Should.Throw<ArgumentOutOfRangeException>(() => estimator.Explain(setup.Theta, tasks[..1], tasks[1..], (1, Key)));
        Should.Throw<ArgumentOutOfRangeException>(() => estimator.Explain(setup.Theta, tasks, [], (1, Key)));
        Should.Throw<ArgumentOutOfRangeException>(() => estimator.Explain(setup.Theta, tasks[..2], tasks[2..], (3, Key)));
        Should.Throw<ArgumentOutOfRangeException>(() => new InfluenceOptions { Iterations = 1 }).ParamName.ShouldBe("Iterations");
    }

    private static Explanation Explain(InfluenceMethod method, int threads, ICollective? processes = null)
    {
        using MixingSetup setup = new(
            new Navigation2DFamily(new Navigation2DOptions { Horizon = 5 }), new LearnerOptions { Trajectories = 4 }, threads,
            processes: processes);
        MdpTask[] tasks = setup.Tasks(6);
        return new InfluenceEstimator(setup.Learner.Influence!, new InfluenceOptions { Method = method, Iterations = 2 })
            .Explain(setup.Theta, tasks[..4], tasks[4..], (2, Key));
    }

    private static Explanation Run(InfluenceOptions options, Func<Real[], RandomKey, IInfluenceProblem> draw)
        => new InfluenceEstimator(null!, options).Run(draw, [0], (2, Key));

    /// <summary>One parameter, g_poor = 1: the first-order influence of a task is its gradient.</summary>
    private static ClosedFormInfluence Problem(double[] influence) => new()
    {
        Gradients = [.. influence.Select(value => (double[])[value])],
        PoorGradient = [1],
        Hessians = [],
        Interactions = 7,
    };
}
