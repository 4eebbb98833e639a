using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Comparing;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Statistics;
using Xmrl.Training.Configuration;

namespace Xmrl.Experiments.Tests.Comparison;

public sealed class SeedComparisonTests
{
    [Fact]
    public void Of_TwoSeeds_AveragesRunsAndTestsPairsOfRuns()
    {
        using var first = new TinyRun();
        using var second = new TinyRun();
        first.Run(new TinyOptions { Seed = 1 });
        second.Run(new TinyOptions { Seed = 2 });

        SeedComparison comparison = SeedComparison.Of([first.Directory, second.Directory], NullLogger.Instance);

        comparison.Seeds.ShouldBe([1UL, 2UL]);
        comparison.Rows[0].Method.ShouldBe(Maml.Title);
        comparison.Rows[0].ToBase.ShouldBeNull();
        SeedRow ours = comparison.Rows.Single(row => row.Method == "XMRL");
        ours.Scores.Length.ShouldBe(2);
        ours.Mean.Value.ShouldBe(ours.Scores.Average(), 1e-12);
        ours.ToBase!.Value.Interval.Value.ShouldBe(ours.Scores.Average() - comparison.Rows[0].Scores.Average(), 1e-12);
        ours.ToControl!.Value.PValue.ShouldBe(
            PairedTTest.Test(ours.Scores, comparison.Rows.Single(row => row.Method == "Continued").Scores).PValue);
    }

    [Fact]
    public void Of_SameSeedOrOtherConfiguration_IsRefused()
    {
        using var first = new TinyRun();
        using var again = new TinyRun();
        using var other = new TinyRun();
        first.Run(new TinyOptions { Seed = 1 });
        again.Run(new TinyOptions { Seed = 1 });
        other.Run(new TinyOptions { Seed = 2, More = ["meta.innerStepSize=0.05"] });

        Should.Throw<ConfigurationException>(
            () => SeedComparison.Of([first.Directory], NullLogger.Instance)).Message.ShouldContain("at least two runs");
        Should.Throw<ConfigurationException>(
            () => SeedComparison.Of([first.Directory, again.Directory], NullLogger.Instance)).Message.ShouldContain("seed 1 again");
        Should.Throw<ConfigurationException>(
            ()
                => SeedComparison.Of(
                    [first.Directory, other.Directory], NullLogger.Instance)).Message.ShouldContain("another configuration");
    }
}
