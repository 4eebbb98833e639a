using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;
using Xmrl.Runs.Curves;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class FreshTasksTests
{
    [Fact]
    public void Train_FreshTasks_NeedNoSetThatIsLargeEnough()
    {
        using var fresh = new TinyRun();
        using var again = new TinyRun();
        using var fixedSet = new TinyRun();

        fresh.Run(new TinyOptions { Action = ExperimentAction.Train, More = ["tasks.fresh=true", "meta.tasksPerIteration=7"] });
        again.Run(
            new TinyOptions { Action = ExperimentAction.Train, More = ["tasks.fresh=true", "meta.tasksPerIteration=7"], Threads = 1 });
        fixedSet.Run(new TinyOptions { Action = ExperimentAction.Train, More = ["meta.tasksPerIteration=6"] });

        Returns(fresh).ShouldBe(Returns(again));
        Returns(fresh).Distinct().Count().ShouldBe(4);
        Returns(fresh).Zip(Returns(fixedSet)).ShouldAllBe(pair => pair.First != pair.Second);
        Should.Throw<ConfigurationException>(() => TinyRun.Configure("meta.tasksPerIteration=7")).Message.ShouldContain("tasks.training");
    }

    [Fact]
    public void Improve_FreshTasks_IsRefused()
    {
        using var run = new TinyRun();

        Should.Throw<ConfigurationException>(
            () => run.Run(new TinyOptions { More = ["tasks.fresh=true"] })).Message.ShouldContain("tasks.fresh");
    }

    [Theory]
    [InlineData(false, AdvantageScaling.Common, SampleReduction.PerTrajectory)]
    [InlineData(true, AdvantageScaling.Standardized, SampleReduction.PerSample)]
    public void Learner_StandardizesOuter_SetsScaleAndMeanOfOuterAdvantages(
        bool standardizes, AdvantageScaling scaling, SampleReduction reduction)
    {
        var configuration = TinyRun.Configure($"meta.standardizesOuter={(standardizes ? "true" : "false")}");
        IEnvironmentFamily family = LearnerFactory.Family(configuration.Environment.Id);
        using var pool = new WorkPool(1);
        using var learner = (GradientLearner)configuration.Meta.Learner.Create(
            new LearnerParts { Family = family, Policy = LearnerFactory.Policy(configuration.Policy, family.Spec), Pool = pool });

        (learner.Options.OuterBatch.Scaling, learner.Options.OuterBatch.Reduction).ShouldBe((scaling, reduction));
        (learner.Options.InnerBatch.Scaling, learner.Options.InnerBatch.Reduction)
            .ShouldBe((AdvantageScaling.Standardized, SampleReduction.PerSample));
    }

    private static double[] Returns(TinyRun run)
        => [.. MetricsReader.Read(run.Directory.MetricsPath).Select(row => row.Values["return_before"])];
}
