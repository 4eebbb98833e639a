using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>Any environment goes the whole way, with what follows from it.</summary>
public sealed class CustomExperimentTests
{
    private const string LeftOut =
        "XMRL, RandomCritical, NearestCritical, PredefinedAugmentation, MA are left out: they mix visited states, which TinyWorld-v1 does "
            + "not define.";

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 30)]
    [InlineData(true, false, 7)]
    [InlineData(true, true, 300)]
    public void Improve_AnyEnvironment_RunsWhatMixesNothingAndNamesTheRest(bool isDiscrete, bool hasSuccess, int horizon)
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(new TinyOptions
        {
            Runner = CustomExperiment.Create(),
            Environments = TinyWorld.Family(isDiscrete, hasSuccess, horizon),
        });

        Method[] left =
        [
            .. MethodTable.Standard.All.Where(method => !method.Needs.HasFlag(MethodNeeds.MixedStates) && method.ChosenBy is null),
        ];
        outcome.Rows.Select(row => row.Method).ShouldBe(["MAML", .. left.Select(method => method.Title)]);
        outcome.Rows[0].Measure.ShouldBe(hasSuccess ? "success rate" : "return");
        RunDescription.Read(run.Directory)!.Warnings.ShouldBe([LeftOut]);
        ConfigurationReader.ReadFile<ImproveConfiguration>(run.Directory.ConfigurationPath).Confirm.Candidates
            .ShouldBe(["prescribed", "xmrlPoor"]);
    }

    /// <summary>Trajectories make about 2,000 steps, within limits.</summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(100, 20)]
    [InlineData(5000, 10)]
    public void ResolveConfiguration_Horizon_DecidesTheTrajectories(int horizon, int expected)
    {
        var learner = (Maml)Resolve(TinyWorld.Family(false, false, horizon)).Meta.Learner;

        learner.Rollouts.Trajectories.ShouldBe(expected);
        learner.Rollouts.InnerDiscount.ShouldBe(learner.Rollouts.Discount);
    }

    /// <summary>A random walk of 30 steps is about 0.6 from a goal, so that a tenth of its return is about 2.</summary>
    [Fact]
    public void ResolveConfiguration_Score_DecidesWhatALossIs()
    {
        Resolve(TinyWorld.Family(false, hasSuccess: true, 30)).Scoring.DegradedBy.ShouldBe(0.1);
        Resolve(TinyWorld.Family(false, hasSuccess: false, 30)).Scoring.DegradedBy.ShouldBeInRange(1, 5);
    }

    [Fact]
    public void ResolveConfiguration_Quick_MakesNothingLonger()
    {
        ImproveConfiguration quick = Resolve(
            TinyWorld.Family(false, false, 30), quick: true, "meta.iterations=7", "confirm.tasks=500", "scoring.repeats=1");

        (quick.Meta.Iterations, quick.Confirm.Tasks, quick.Scoring.Repeats).ShouldBe((7, 500, 1));
        Resolve(TinyWorld.Family(false, false, 30), quick: true).Meta.Iterations.ShouldBeLessThan(200);
    }

    [Fact]
    public void ResolveConfiguration_FileOverTheDefaults_ChangesWhatItSays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["my.yaml"], "environment: Navigation2D-v1\nmeta:\n  learner: proMp\n  iterations: 9\n");

        ImproveConfiguration found = Resolve(Request() with { ConfigurationFile = folder["my.yaml"], Environments = null });

        found.Environment.Id.ShouldBe("Navigation2D-v1");
        found.Meta.Iterations.ShouldBe(9);
        ((ProMp)found.Meta.Learner).Rollouts.InnerDiscount.ShouldBe(0.99);
    }

    [Fact]
    public void ResolveConfiguration_NoEnvironment_SaysSo()
        => Should.Throw<ConfigurationException>(() => Resolve(Request() with { Environments = null })).Message
            .ShouldBe("custom: environment is missing.");

    [Fact]
    public void ResolveConfiguration_NothingLeft_NamesTheOthers()
        => Should.Throw<ConfigurationException>(() => Resolve(
                Request(["retrain.methods=[xmrl, ma]"]) with { Action = ExperimentAction.Improve })).Message
            .ShouldBe(
                "No method of retrain.methods is left: XMRL, MA mix visited states, which TinyWorld-v1 does not define. Choose among "
                    + "continued, doubleWeight, tw, mr, xmrlWeighted, xmrlPoor, randomAdded, xmrlPruned, randomPruned, "
                    + "randomWeighted, moreTraining, prescribed, prescribedControl.");

    private static ImproveConfiguration Resolve(SingleEnvironmentFamily family, bool quick = false, params string[] more)
        => Resolve(Request(more) with { Environments = family, Quick = quick });

    private static ImproveConfiguration Resolve(ExperimentRequest request)
        => ConfigurationReader.Read<ImproveConfiguration>(CustomExperiment.Create().ResolveConfiguration(request), "resolved");

    private static ExperimentRequest Request(params string[] more) => new()
    {
        Experiment = CustomExperiment.Name,
        Action = ExperimentAction.Train,
        Seed = 1,
        OutputDirectory = "unused",
        Threads = 1,
        Environments = TinyWorld.Family(false, false, 30),
        Overrides = [.. more],
    };
}
