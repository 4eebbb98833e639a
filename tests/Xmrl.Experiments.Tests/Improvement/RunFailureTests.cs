using Xmrl.Experiments.Configuration;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

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

        message.ShouldMatch(@"^base met a number that is not finite in iteration 0: task \d+: .*tensor \S+, element \d+ is .*smaller step size\.$");
        (run.Directory.ReadState().Phase, run.Directory.ReadState().Message).ShouldBe((RunPhase.Failed, message));
        SafetensorsFile saved = SafetensorsFile.Read(run.Directory.Checkpoints.PathOf(0, "base"));
        saved.Tensors.Values.SelectMany(tensor => tensor.ToDoubles()).ShouldAllBe(value => double.IsFinite(value));
    }

#if !REAL_IS_DOUBLE
    /// <summary>A standard deviation of 2e-9 is far below the resolution of a float near one, so scores overflow after meta-training; a double can tell such actions apart.</summary>
    [Fact]
    public void Run_PosteriorNotFinite_NamesTheStage()
    {
        using var run = new TinyRun();

        string message = Should.Throw<ArithmeticException>(
            () => run.Run(new TinyOptions { More = ["policy.learnLogStd=true", "policy.initialLogStd=-20", "meta.innerStepSize=10"] })).Message;

        // Which search overflows first depends on the last bits of the law's step.
        message.ShouldMatch("^Augmentation: (XMRL|RandomCritical), the posterior of the meta-parameters: met a number that is not finite\\.");
        run.Directory.ReadState().Phase.ShouldBe(RunPhase.Failed);
        File.Exists(run.Directory.Checkpoints.PathOf(4, "base")).ShouldBeTrue();
    }
#endif

    [Theory]
    [InlineData("poor.testShare=0.1", "Poor.TestShare", "two poor and two other")]
    [InlineData("poor.testShare=0.9", "Poor.TestShare", "two poor and two other")]
    [InlineData("poor.count=5", "Poor.Count", "at most tasks.validation = 4")]
    [InlineData("explain.criticalTasks=6", "Explain.CriticalTasks", "fewer than tasks.training = 6")]
    [InlineData("meta.tasksPerIteration=7", "Meta.TasksPerIteration", "at most tasks.training = 6")]
    [InlineData("augment.draws=3", "draws", "an even number")]
    [InlineData("meta.innerStepSize=-1", "innerStepSize", "-1")]
    [InlineData("retrain.methods=[xmrl, xmrl]", "methods", "each method once")]
    [InlineData("meta.baseline=linearTime", "Meta.Baseline", "state alone")]
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
