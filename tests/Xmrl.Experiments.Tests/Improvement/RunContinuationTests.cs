using Xmrl.Experiments.Methods;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class RunContinuationTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Theory]
    [InlineData(1, "Meta-training")]
    [InlineData(3, "Meta-training")]
    [InlineData(4, "Meta-training")]
    [InlineData(5, "Explanation")]
    [InlineData(6, "Explanation")]
    [InlineData(7, "Augmentation: XMRL")]
    [InlineData(9, "Augmentation: RandomCritical")]
    [InlineData(12, "Augmentation: NearestCritical")]
    [InlineData(13, "Retraining: XMRL")]
    [InlineData(18, "Retraining: DoubleWeight")]
    [InlineData(24, "Retraining: PredefinedAugmentation")]
    [InlineData(26, "Retraining: TW")]
    [InlineData(29, "Retraining: MR")]
    [InlineData(32, "Retraining: XMRL-Weighted")]
    [InlineData(34, "Retraining: XMRL-Poor")]
    [InlineData(37, "Retraining: XMRL-Pruned")]
    [InlineData(46, "Confirmation")]
    [InlineData(50, "Evaluation")]
    [InlineData(TinyRun.Reports - 1, "Evaluation")]
    public void Resume_StoppedAnywhere_EndsAsIfNeverStopped(int reports, string stage)
    {
        using var run = new TinyRun();

        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = reports }));

        RunState state = run.Directory.ReadState();
        (state.Phase, state.Stage).ShouldBe((RunPhase.Cancelled, stage));
        state.Message.ShouldContain("xmrl resume");

        run.Run(new TinyOptions { Resume = true, Threads = 3 });

        ShouldEqualTheFinished(run);
    }

    [Fact]
    public void Resume_StoppedAgainAndAgain_EndsAsIfNeverStopped()
    {
        // The evaluation of sixteen methods and the base policy is one piece, and a stop at its end is seen before the report.
        const int Between = 18;
        using var run = new TinyRun();
        int stops = 0;
        while (stops < TinyRun.Reports)
        {
            try
            {
                run.Run(new TinyOptions { CancelAfter = Between, Resume = stops > 0 });
                break;
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }

        stops.ShouldBeInRange(3, 6);
        File.ReadAllLines(run.Directory.CommandPath).Length.ShouldBe(stops + 1);
        ShouldEqualTheFinished(run);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_StoppedInTraining_SavesTheIterationsThatAreDone(int iterations)
    {
        using var run = new TinyRun();

        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = iterations }));

        SafetensorsFile saved = SafetensorsFile.Read(run.Directory.Checkpoints.PathOf(iterations, "base"));
        saved.Metadata["series"].ShouldBe("base");
        saved["outer.schedule.step"].ToDoubles().ShouldBe([iterations]);
        saved["interactions"].ToDoubles()[0].ShouldBe(MetricsReader.Read(run.Directory.MetricsPath).Last().Values["interactions"]);
    }

    [Fact]
    public void Resume_NewestCheckpointDamaged_GoesBackOneAndEndsTheSame()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = 1 }));
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = 2, Resume = true }));
        string newest = run.Directory.Checkpoints.PathOf(3, "base");
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^5] ^= 1;
        File.WriteAllBytes(newest, bytes);

        run.Run(new TinyOptions { Resume = true });

        ShouldEqualTheFinished(run);
    }

    [Fact]
    public void Resume_FinishedRun_ChangesNothing()
    {
        using var run = new TinyRun();
        run.Run();
        string stages = File.ReadAllText(run.Directory.File("stages.json"));

        run.Run(new TinyOptions { Resume = true });

        File.ReadAllText(run.Directory.File("stages.json")).ShouldBe(stages);
        ShouldEqualTheFinished(run);
    }

    private void ShouldEqualTheFinished(TinyRun run)
    {
        run.Fingerprint().ShouldBe(finished.Run.Fingerprint());
        run.Directory.ReadState().Phase.ShouldBe(RunPhase.Done);
        MetricsReader.Read(run.Directory.MetricsPath).Select(row => row.Iteration).ShouldBe([0, 1, 2, 3]);
        foreach (MethodName method in TinyRun.Methods)
        {
            string name = $"metrics-retrain-{MethodTable.Standard[method].Series}.jsonl";
            Untimed(run, name).ShouldBe(Untimed(finished.Run, name));
        }

        Untimed(run, "metrics.jsonl").ShouldBe(Untimed(finished.Run, "metrics.jsonl"));
        new StageBook(run.Directory).Entries.Select(entry => (entry.Name, entry.Iterations, entry.Interactions))
            .ShouldBe(new StageBook(finished.Run.Directory).Entries.Select(entry => (entry.Name, entry.Iterations, entry.Interactions)));
    }

    /// <summary>Metrics without the columns that hold seconds.</summary>
    private static IEnumerable<string> Untimed(TinyRun run, string name) => MetricsReader.Read(run.Directory.File(name)).Select(row =>
        $"{row.Iteration} "
            + string.Join(
                ' ',
                row.Values.Where(value => !value.Key.EndsWith("seconds", StringComparison.Ordinal))
                    .Select(value => $"{value.Key}={value.Value:R}")));
}
