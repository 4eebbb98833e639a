using Xmrl.Environments.Drone;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Learning;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Stages;

/// <summary>The time that is told to be left, on a clock that passes as measured runs did.</summary>
public sealed class WorkClockTests
{
    /// <summary>A forecast below this many seconds from the truth is as good as the truth.</summary>
    private const double Moment = 2;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Fact]
    public void Left_SteadyPace_IsWhatTheRestTakes()
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => s_long);
        clock.Enter(new StageWork(100, 0), done: 0, later: new StageWork(300, 0));

        double?[] left = [.. Enumerable.Range(1, 20).Select(i =>
        {
            time.Pass(1);
            return clock.Left(i / 100.0);
        })];

        left[..9].ShouldAllBe(seconds => seconds == null);
        left[9]!.Value.ShouldBe(390, 1e-6);
        left[19]!.Value.ShouldBe(380, 1e-6);
    }

    [Fact]
    public void Left_FirstIterationsCompile_DoNotCount()
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => s_long);
        clock.Enter(new StageWork(100, 0), done: 0, later: default);
        time.Pass(5);
        _ = clock.Left(0.01);
        time.Pass(4);
        _ = clock.Left(0.09);
        time.Pass(4);

        clock.Left(0.17)!.Value.ShouldBe(83 / 2.0, 1e-6);
    }

    /// <summary>What was done before a run was continued took no time of this process.</summary>
    [Fact]
    public void Left_ContinuedStage_CountsOnlyWhatItDoesItself()
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => s_long);
        clock.Enter(new StageWork(100, 0), done: 0.5, later: default);
        time.Pass(20);

        clock.Left(0.6)!.Value.ShouldBe(80, 1e-6);
    }

    /// <summary>A stage of steps alone after a training whose gradients took three quarters of the time.</summary>
    [Fact]
    public void Left_Profile_WeighsStepsAgainstGradients()
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => s_long);
        var iteration = new StageWork(10, 10);
        clock.Enter(2 * iteration, done: 0, later: new StageWork(20, 0));
        time.Pass(20);
        clock.Calibrate(new PhaseSeconds(5, 5, 9, 1), iteration);

        clock.Left(0.5)!.Value.ShouldBe(20 + 10, 1e-6);
    }

    [Fact]
    public void Left_LittleProcessorTime_IsNotKnown()
    {
        var time = new ManualTime();
        TimeSpan processor = WorkClock.Compiling - TimeSpan.FromSeconds(1);
        var clock = new WorkClock(time, () => processor);
        clock.Enter(new StageWork(100, 0), done: 0, later: default);
        time.Pass(60);

        clock.Left(0.5).ShouldBeNull();
        processor = WorkClock.Compiling;
        clock.Left(0.5)!.Value.ShouldBe(60, 1e-6);
    }

    [Fact]
    public void Left_NothingDone_IsNotKnown()
    {
        var time = new ManualTime();
        var clock = new WorkClock(time, () => s_long);
        clock.Enter(new StageWork(100, 0), done: 0, later: default);
        time.Pass(60);

        clock.Left(0).ShouldBeNull();
    }

    /// <summary>From the tenth second on the forecast is within a factor of 1.5 of the truth, whatever methods a run has, for the whole
    /// protocol and the short one, on fast and slow machines.</summary>
    [Theory]
    [InlineData("few", 1)]
    [InlineData("few", 0.5)]
    [InlineData("few", 4)]
    [InlineData("all", 1)]
    [InlineData("all", 0.25)]
    [InlineData("all", 10)]
    [InlineData("quick", 1)]
    [InlineData("quick", 0.5)]
    [InlineData("quick", 15)]
    public void Left_MeasuredStages_IsWithinAFactorOfTheTruth(string variant, double secondsPerSecond)
    {
        StageList stages = Stages(variant);
        List<(double At, double Left)> told = RecordedRun.Replay(stages, variant == "quick", secondsPerSecond, out double end);

        told.Count.ShouldBeGreaterThan(5);
        double silence = Math.Max(WorkClock.Silence.TotalSeconds, WorkClock.Compiling.TotalSeconds * secondsPerSecond);
        told[0].At.ShouldBeInRange(silence, silence + (2 * secondsPerSecond));
        foreach ((double at, double left) in told)
        {
            double truth = end - at;
            (Math.Abs(left - truth) < Moment || (left / truth is > 1 / 1.5 and < 1.5))
                .ShouldBeTrue($"{variant}: {left:f0} s told after {at:f0} s, {truth:f0} s left");
        }
    }

    private static StageList Stages(string variant)
    {
        ImprovementRunner runner = DroneExperiment.Create();
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            runner.ResolveConfiguration(
                new ExperimentRequest
                {
                    Experiment = runner.Name,
                    Action = ExperimentAction.Improve,
                    Seed = 1,
                    OutputDirectory = string.Empty,
                    Threads = 1,
                    Quick = variant == "quick",
                    Methods = variant == "all"
                        ? [ExperimentRequest.AllMethods]
                        : ["xmrl", "continued", "randomCritical", "xmrlPoor", "randomAdded"],
                }),
            runner.Name);
        return StageList.Of(new RunScale(configuration, MethodTable.Standard, new DroneFamily().Spec.Horizon), ExperimentAction.Improve);
    }
}
