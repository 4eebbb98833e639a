using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular.Bounds;

namespace Xmrl.Tabular.Tests;

public sealed class TabularLearnerTests
{
    private const int Parameters = SmallLake.Cells * SmallLake.Actions;

    private static readonly RandomKey s_key = RandomKey.FromSeed(1);
    private static readonly TabularMdp[] s_tasks = SmallLake.Draw(3, 20, 0.3);

    /// <summary>Six moves to the goal, then 1 at every step: γ⁵/(1 − γ), and γ⁴⁹ less within 49 steps.</summary>
    [Fact]
    public void Optimum_LakeWithoutHoles_IsTheShortestPath()
    {
        TabularMdp mdp = SmallLake.Create(new bool[SmallLake.Cells]);
        TabularEvaluation optimum = mdp.Optimum();

        optimum.Return.ShouldBe(1.6384, 1e-9);
        mdp.AtStart(mdp.ValuesAtHorizon(optimum.Policy, 49)).ShouldBe(1.6384 - (Math.Pow(0.8, 49) / 0.2), 1e-9);
    }

    [Theory]
    [InlineData(1, 0.5, false, 1.2)]
    [InlineData(2, 0.5, false, 1.4)]
    [InlineData(0, 0.002, true, 1.2)]
    public void Train_HighVariance_AdaptsInOneStep(int divergence, double strength, bool isLinear, double least)
    {
        var rule = new TabularOptions { Divergence = (ProximalDivergence)divergence, Strength = strength, IsLinear = isLinear };
        TabularTraining training = Train(new TabularLearnerOptions { Rule = rule });
        OptimalityGap trained = OptimalityGap.Of(s_tasks, training.Parameters, rule, 50);
        OptimalityGap untrained = OptimalityGap.Of(s_tasks, new double[Parameters], rule, 50);

        training.Skipped.ShouldBe(0, training.Detail);
        (trained.Failed + untrained.Failed).ShouldBe(0);
        trained.Curves.Average(curve => curve[1]).ShouldBeGreaterThan(least);
        trained.Adapted.ShouldBeLessThan(untrained.Adapted - 1);
        trained.Adapted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Train_SameSeed_SameBitsAndOthersWithAnother()
    {
        var options = new TabularLearnerOptions { Iterations = 10, Sampling = new EpisodeSampling { Episodes = 20 } };
        double[] first = Train(options).Parameters;

        Train(options).Parameters.ShouldBe(first);
        new TabularLearner(s_tasks, options).Train(new double[Parameters], RandomKey.FromSeed(2)).Parameters.ShouldNotBe(first);
    }

    [Fact]
    public void Train_KeepsPath_HoldsEveryIterationsParameters()
    {
        TabularTraining training = Train(new TabularLearnerOptions { Iterations = 3, KeepsPath = true, UsesAdam = false, StepSize = 0.1 });

        training.Path.Count.ShouldBe(3);
        training.Path[0].ShouldAllBe(x => x == 0);
        training.Path[1].ShouldNotBe(training.Path[0]);
        training.After.Count.ShouldBe(3);
    }

    /// <summary>One Newton step does not solve the inner problem: no outer step is taken, and the reason is kept.</summary>
    [Fact]
    public void Train_InnerSolveDoesNotConverge_LeavesTheParametersAndSaysSo()
    {
        var rule = new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = 0.04, MaximumSteps = 1 };
        TabularTraining training = Train(new TabularLearnerOptions { Rule = rule, Iterations = 4 });

        training.Skipped.ShouldBe(4);
        training.Parameters.ShouldAllBe(x => x == 0);
        training.Detail.ShouldStartWith("Iteration 0: The inner solve ended after 1 steps");
    }

    [Fact]
    public void Train_EpisodesInsteadOfSystems_LearnsToo()
    {
        var rule = new TabularOptions { Divergence = ProximalDivergence.Reverse, Strength = 0.5 };
        var options = new TabularLearnerOptions { Rule = rule, Iterations = 60, Sampling = new EpisodeSampling { Episodes = 200 } };
        TabularTraining training = Train(options);
        double before = OptimalityGap.Of(s_tasks, new double[Parameters], rule, 50).Adapted;

        OptimalityGap.Of(s_tasks, training.Parameters, rule, 50).Adapted.ShouldBeLessThan(before - 0.7);
    }

    [Fact]
    public void Train_WrongStart_IsRefused()
        => Should.Throw<ArgumentException>(() => new TabularLearner(s_tasks, new TabularLearnerOptions()).Train([0], s_key))
            .Message.ShouldContain("64");

    private static TabularTraining Train(TabularLearnerOptions options)
        => new TabularLearner(s_tasks, options).Train(new double[Parameters], s_key);
}
