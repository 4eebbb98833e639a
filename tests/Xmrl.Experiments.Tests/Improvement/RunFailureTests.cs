using System.Text.RegularExpressions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Outer;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class RunFailureTests
{
    /// <summary>Rectified units and long inner steps leave the range of floating-point numbers within one iteration.</summary>
    private static readonly string[] Diverging =
        ["policy.learnLogStd=true", "policy.activation=relu", "meta.innerStepSize=10", "meta.innerSteps=20", "meta.trajectories=2"];

    [Fact]
    public void Run_Diverges_NamesTaskAndTensorAndKeepsTheParametersBefore()
    {
        using var run = new TinyRun();

        string message = Should.Throw<ArithmeticException>(() => run.Run(new TinyOptions { More = Diverging })).Message;

        Match match = Regex.Match(
            message,
            @"^base met a number that is not finite in iteration (\d+): task \d+: .*tensor \S+, element \d+ is .*smaller step size\.$");
        match.Success.ShouldBeTrue(message);
        (run.Directory.ReadState().Phase, run.Directory.ReadState().Message).ShouldBe((RunPhase.Failed, message));
        SafetensorsFile saved = SafetensorsFile.Read(run.Directory.Checkpoints.PathOf(int.Parse(match.Groups[1].Value), "base"));
        saved.Tensors.Values.SelectMany(tensor => tensor.ToDoubles()).ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void Run_DivergesAndGoesOn_CountsInTheMetricsAndKeepsTheParameters()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { Action = ExperimentAction.Train, More = [.. Diverging, "meta.onFailure=goOn"] });

        MetricsRow[] rows = [.. MetricsReader.Read(run.Directory.File("metrics.jsonl"))];
        rows.ShouldContain(row => row.Values["outer_status"] != 0 && row.Values["tasks_non_finite"] > 0);
        run.Directory.ReadState().Phase.ShouldBe(RunPhase.Done);
    }

    [Fact]
    public void Run_OuterStepRejected_EndsOnlyWhereConfigured()
    {
        // A trust region that no step of floating-point numbers fits into.
        string[] rejecting = ["meta.outerStep=trustRegion", "meta.maximumDivergence=1e-30"];
        using var goingOn = new TinyRun();
        using var stopping = new TinyRun();

        goingOn.Run(new TinyOptions { Action = ExperimentAction.Train, More = rejecting });
        string message = Should.Throw<ArithmeticException>(
            ()
                => stopping.Run(
                    new TinyOptions { Action = ExperimentAction.Train, More = [.. rejecting, "meta.onFailure=stopAtRejected"] })).Message;

        MetricsReader.Read(goingOn.Directory.File("metrics.jsonl"))
            .ShouldAllBe(row => row.Values["outer_status"] == (double)OuterStatus.LineSearchFailed
                && row.Values.ContainsKey("solver_status"));
        message.ShouldStartWith("base rejected its outer step in iteration 0: ");
    }

    [Fact]
    public void LearnMixing_PosteriorNotFinite_NamesTheStage()
    {
        using var run = new TinyRun();
        using RunParts parts = run.Parts();
        var parameters = new Real[parts.Policy.ParameterCount];
        parameters[0] = Real.NaN;
        var explanation = new StoredExplanation
        {
            Poor = [0, 1],
            SelectionScores = [],
            MeasuredScores = [],
            Critical = [0, 1],
            Explanation = null!,
        };

        string message = Should.Throw<ArithmeticException>(
            () => TinyRun.Run(
                parts,
                MixingStage.Of(TinyRun.Scale(parts)).First(),
                new ImprovementFindings { Policies = [new MetaPolicy(null, parameters)], Explanation = explanation })).Message;

        message.ShouldStartWith("Augmentation: XMRL, the posterior of the meta-parameters: met a number that is not finite.");
    }

    [Theory]
    [InlineData("poor.testShare=0.1", "Poor.TestShare", "two poor and two other")]
    [InlineData("poor.testShare=0.9", "Poor.TestShare", "two poor and two other")]
    [InlineData("poor.count=5", "Poor.Count", "at most tasks.validation = 4")]
    [InlineData("explain.criticalTasks=6", "Explain.CriticalTasks", "fewer than tasks.training = 6")]
    [InlineData("meta.tasksPerIteration=7", "Meta.TasksPerIteration", "at most tasks.training = 6")]
    [InlineData("augment.draws=3", "draws", "an even number")]
    [InlineData("meta.innerStepSize=-1", "innerStepSize", "-1")]
    [InlineData("retrain.methods=[xmrl, xmrl]", "methods", "each method once")]
    [InlineData("meta.baseline=portfolio", "Meta.Baseline", "Radial or LinearTime")]
    [InlineData("environment=Drone-v2", "Drone-v2", "Drone-v1")]
    public void Run_ConfigurationOutOfRange_SaysExpectedAndFoundAndMakesNoFolder(string setting, string key, string expected)
    {
        using var run = new TinyRun();

        string message = Should.Throw<ConfigurationException>(() => run.Run(new TinyOptions { More = [setting] })).Message;

        message.ShouldContain(key, Case.Insensitive);
        message.ShouldContain(expected);
        Directory.Exists(run.Path).ShouldBeFalse();
    }

    [Fact]
    public void Run_NoMethods_ScoresTheBasePolicyOnly()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { More = ["retrain.methods=[]"] }).Rows.Length.ShouldBe(1);
    }
}
