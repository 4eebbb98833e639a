using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Runs.Reports;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class EnvironmentExperimentTests
{
    public static TheoryData<string, string> EnvironmentsAndLearners
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string name in Small)
            {
                data.Add(name, "maml");
            }

            // Learners from replay take real actions and other keys: ReplayRunTests trains them.
            foreach (string learner in LearnerTable.All.Where(learner => learner.HasCurvature).Select(learner => learner.Card.Argument))
            {
                data.Add(Navigation2DExperiment.Name, learner);
                data.Add(BanditExperiment.Name, learner);
                data.Add(FrozenLakeExperiment.Name, learner);
            }

            return data;
        }
    }

    /// <summary>Environments whose steps cost nothing.</summary>
    private static string[] Small { get; } =
    [
        "bandit-2x10", "bandit-5x10", "bandit-5x100", "bandit-10x100", "doors", "pointgoal", "pointrobot", "pointrobot-sparse",
    ];

    [Theory]
    [MemberData(nameof(EnvironmentsAndLearners))]
    public void Train_EachEnvironmentWithEachLearner_EndsWithAReport(string environment, string learner)
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(TinyOptions.Train(environment, learner));

        SummaryRow row = outcome.Rows.ShouldHaveSingleItem();
        double.IsFinite(row.Score).ShouldBeTrue();
        ReportData report = Report(run);
        report.Methods.ShouldHaveSingleItem().Name.ShouldBe(row.Method);
        report.Protocol[0].Value.ShouldStartWith(row.Method + ", ");
        report.Scene.ShouldNotBeNull().Pictures.ShouldNotBeEmpty();
        report.Episodes.ShouldNotBeEmpty();
        report.Score.IsShare.ShouldBeFalse();
    }

    [Fact]
    public void Improve_Navigation2D_GoesTheWholeWay()
    {
        using var run = new TinyRun();

        run.Run(
            new TinyOptions
            {
                Runner = Navigation2DExperiment.Create(),
                More = ["retrain.methods=[xmrl, continued]"],
            }).Rows.Length.ShouldBe(3);

        Report(run).Augmentation.ShouldNotBeNull();
    }

    [Fact]
    public void Improve_BanditByMethodsThatMixNothing_RunsThem()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(new TinyOptions
        {
            Runner = BanditExperiment.Create(),
            More = ["retrain.methods=[continued]", "confirm.candidates=[continued]", "meta.tasksPerIteration=3"],
        });

        outcome.Rows.Select(row => row.Method).ShouldBe(["MAML", "Continued"]);
    }

    /// <summary>Its own methods mix nothing.</summary>
    [Fact]
    public void Improve_FrozenLake_GoesTheWholeWay()
    {
        using var run = new TinyRun();

        string methods = string.Join(", ", FrozenLakeExperiment.Create().Compared);
        ExperimentOutcome outcome = run.Run(new TinyOptions
        {
            Runner = FrozenLakeExperiment.Create(),
            More = [$"retrain.methods=[{methods}]", "confirm.candidates=[xmrlPoor]", "policy.hiddenSizes=[]", "policy.contextSize=0"],
        });

        outcome.Rows.Select(row => row.Method).ShouldBe(["BO-MRL", "XMRL-Poor", "RandomAdded", "Continued", "TW"]);
        ReportData report = Report(run);
        report.Episodes.ShouldNotBeEmpty();
        report.Tasks.ShouldContain(task => task.Marks.Any(mark => mark.Label == "hole"));
    }

    [Fact]
    public void Configuration_FrozenLakeLow_DiffersInTheEnvironmentAlone()
        => (FrozenLakeExperiment.LowConfiguration with { Environment = FrozenLakeExperiment.Configuration.Environment })
            .ShouldBe(FrozenLakeExperiment.Configuration);

    /// <summary>Methods that the environment does not allow are named and left out.</summary>
    [Fact]
    public void Improve_Bandit_RunsTheOtherMethods()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(new TinyOptions
        {
            Runner = BanditExperiment.Create(),
            More = ["retrain.methods=[xmrl, continued, mr]", "meta.tasksPerIteration=3"],
        });

        outcome.Rows.Select(row => row.Method).ShouldBe(["MAML", "Continued", "MR"]);
        RunDescription.Read(run.Directory)!.Warnings.ShouldBe(
            ["XMRL is left out: it mixes visited states, which BernoulliBandit-v1 does not define."]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ResolveConfiguration_EveryExperiment_IsAcceptable(bool quick)
    {
        foreach (
            IExperimentRunner runner in ExperimentRegistry.BuiltIn.Runners.Where(runner => MuJoCoEngine.Status.IsAvailable
                || !LocomotionExperiments.Names.Contains(runner.Name)))
        {
            string[] settings = runner.Name == CustomExperiment.Name ? ["environment=Navigation2D-v1"] : [];
            Resolved(runner.Name, quick, settings).Meta.Learner
                .ShouldBeOfType(runner.Name.StartsWith(FrozenLakeExperiment.Name, StringComparison.Ordinal) ? typeof(BoMrl) : typeof(Maml));
        }
    }

    [Theory]
    [InlineData("pearl", false, 2000, 300)]
    [InlineData("pearl", true, 200, 64)]
    [InlineData("sac", true, 200, 64)]
    [InlineData("pearl", true, 50, 8, "meta.gradientSteps=50", "meta.networkUnits=8")]
    public void ResolveConfiguration_QuickSoftLearner_HasSmallNetworksAndFewSteps(
        string learner, bool quick, int steps, int units, params string[] settings)
    {
        SoftSettings soft = Resolved("pointrobot", quick, [$"meta.learner={learner}", .. settings]).Meta.Learner switch
        {
            Pearl pearl => pearl.Soft,
            Sac sac => sac.Soft,
            _ => throw new InvalidOperationException(),
        };

        (soft.GradientSteps, soft.NetworkUnits).ShouldBe((steps, units));
    }

    [Theory]
    [InlineData("maml", "tracing", "identity or exact or fisher with meta.learner: maml, whose updates are not traced")]
    [InlineData("pearl", "exact", "identity or tracing with meta.learner: pearl, whose objectives have no curvature")]
    public void ResolveConfiguration_ExplanationThatTheLearnerLacks_IsRefused(string learner, string method, string expected)
        => Should.Throw<ConfigurationException>(
                () => Resolved("navigation2d", false, [$"meta.learner={learner}", $"explain.method={method}"]))
            .Message.ShouldContain($"explain.method is {method}; expected {expected}", Case.Insensitive);

    [Fact]
    public void Configuration_Navigation2D_HasTheFiguresOfTheSource()
    {
        ImproveConfiguration found = Navigation2DExperiment.Configuration;

        found.Policy.HiddenSizes.ShouldBe([100, 100]);
        var learner = (Maml)found.Meta.Learner;
        (found.Meta.Iterations, found.Meta.TasksPerIteration, learner.Rollouts.Trajectories).ShouldBe((500, 20, 20));
        (learner.Inner.InnerStepSize, learner.Outer.Schedule.OuterStepSize, learner.Rollouts.Discount).ShouldBe((0.1, 0.001, 0.99));
        LearnerFactory.Family(found.Environment.Id).Spec.Horizon.ShouldBe(100);
    }

    private static ImproveConfiguration Resolved(string experiment, bool quick, string[] settings)
    {
        var request = new ExperimentRequest
        {
            Experiment = experiment,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = "unused",
            Threads = 1,
            Quick = quick,
            Overrides = [.. settings],
        };
        return ConfigurationReader.Read<ImproveConfiguration>(
            ExperimentRegistry.BuiltIn.Find(experiment).ResolveConfiguration(request), experiment);
    }

    private static ReportData Report(TinyRun run)
    {
        using FileStream stream = File.OpenRead(run.Directory.ReportDataPath);
        return ReportFile.Read(stream);
    }
}
