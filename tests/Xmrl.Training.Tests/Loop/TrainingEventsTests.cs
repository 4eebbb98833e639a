using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.TensorBoard;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

public sealed class TrainingEventsTests
{
    [Fact]
    public void Train_WholeRun_HasTheMetricsOfEveryIterationAsEvents()
    {
        using var run = new TinyRun();
        run.Run(Train());

        ShouldHoldTheMetrics(run.Directory);
        Events(run.Directory)[^1].Values.Select(static value => value.Key).ShouldContain("charts/validation_score");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Resume_StoppedRun_HasEveryStepOnce(int reports)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Train() with { CancelAfter = reports }));

        run.Run(Train() with { Resume = true });

        ShouldHoldTheMetrics(run.Directory);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resume_EventsLost_TakesThemFromTheMetrics(bool partly)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Train() with { CancelAfter = 3 }));
        string path = TrainingEvents.PathOf(run.Directory, "base");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, partly ? bytes[..(bytes.Length / 2)] : []);

        run.Run(Train() with { Resume = true });

        ShouldHoldTheMetrics(run.Directory);
    }

    [Theory]
    [InlineData("return_before", "adapt/step_0/return")]
    [InlineData("return_after", "adapt/step_3/return")]
    [InlineData("success_after", "adapt/step_3/success")]
    [InlineData("gradient_norm", "losses/gradient_norm")]
    [InlineData("sampling_seconds", "time/sampling_seconds")]
    [InlineData("task/12/return", "task/12/return")]
    [InlineData("interactions", "charts/interactions")]
    public void TagOf_Metric_IsInItsGroup(string metric, string tag) => TrainingEvents.TagOf(metric, 3).ShouldBe(tag);

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    public void PathOf_SeriesWithFolder_IsRefused(string series)
    {
        using var run = new TinyRun();
        using RunParts parts = run.Parts();

        Should.Throw<ArgumentException>(() => TrainingEvents.PathOf(run.Directory, series));
    }

    private static TinyOptions Train()
    {
        TinyOptions options = TinyOptions.Train(Navigation2DExperiment.Name, "maml");
        return options with { More = [.. options.More, "meta.iterations=4"] };
    }

    private static ScalarEvent[] Events(RunDirectory run) => [.. EventReader.Read(TrainingEvents.PathOf(run, "base"))];

    private static void ShouldHoldTheMetrics(RunDirectory run)
    {
        MetricsRow[] rows = [.. MetricsReader.Read(run.MetricsPath)];
        ScalarEvent[] events = Events(run);
        rows.Length.ShouldBe(4);
        events.Select(static found => found.Step).ShouldBe(rows.Select(static row => row.Iteration));
        foreach ((MetricsRow row, ScalarEvent found) in rows.Zip(events))
        {
            found.Values.ShouldBe(
                row.Values.Select(static metric => KeyValuePair.Create(TrainingEvents.TagOf(metric.Key, 1), (float)metric.Value)),
                ignoreOrder: true);
        }
    }
}
