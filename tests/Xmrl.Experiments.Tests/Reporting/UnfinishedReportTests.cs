using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Reporting;

/// <summary>A run that was stopped has a report of what is done, which says what is missing.</summary>
public sealed class UnfinishedReportTests
{
    private static readonly string[] s_stages =
    [
        "Meta-training", "Explanation", "Augmentation: XMRL", "Retraining: XMRL", "Retraining: Continued", "Confirmation", "Evaluation",
    ];

    public static TheoryData<string> Stages => [.. s_stages];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Of_RunStoppedInAStage_ShowsWhatIsDoneAndWhatIsMissing(string stage)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Improve() with { CancelAfter = FirstReportOf(stage) }));

        ReportData report = Report.Of(run.Directory);

        int place = Array.IndexOf(s_stages, stage);
        report.Stages.Select(entry => entry.Name).ShouldBe(s_stages[..place]);
        string text = report.Identity.Statuses[0].Text;
        text.ShouldStartWith($"This run was stopped in {stage} (");
        text.ShouldContain(place == 0 ? "No stage is finished." : $"Finished: {string.Join(", ", s_stages[..place])}.");
        text.ShouldContain($"Missing: {string.Join(", ", s_stages[place..])}.");
        text.ShouldEndWith("xmrl resume <the folder of this run>.");
        report.Identity.Verdict.ShouldBeNull();
        report.Curves.Where(curve => curve.Stage == "Meta-training: return").ShouldNotBeEmpty();
        report.Curves.Count(curve => curve.Stage == "Retraining").ShouldBe(Math.Clamp(place - 2, 0, 2));
        (report.Explanation is not null).ShouldBe(place > 1);
        report.Tasks.Any(task => task.IsCritical).ShouldBe(place > 1);
        (report.Augmentation is not null).ShouldBe(place > 2);
        report.Methods.ShouldBeEmpty();
        report.Scene.ShouldNotBeNull();
        Report.IsFinished(run.Directory).ShouldBeFalse();
        using var stream = new MemoryStream();
        ReportFile.Write(report, stream);
    }

    [Fact]
    public void Of_RunThatGoesOn_SaysSo()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Improve() with { CancelAfter = FirstReportOf("Explanation") }));
        run.Directory.Continue();

        Report.Of(run.Directory).Identity.Statuses[0].Text
            .ShouldStartWith("This run has not finished: it is at work in Explanation (1 of 2), or its process was ended there.");
    }

    [Fact]
    public void Of_RunThatFailed_TellsWhy()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Improve() with { CancelAfter = 2 }));
        run.Directory.Continue();
        run.Directory.Finish(RunPhase.Failed, "The disk is full.");

        Report.Of(run.Directory).Identity.Statuses[0].Text.ShouldStartWith("This run failed in Meta-training (2 of 4): The disk is full.");
    }

    [Fact]
    public void Resume_AfterAReportOfWhatIsDone_LeavesNoFormerPage()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Improve() with { CancelAfter = FirstReportOf("Explanation") }));
        File.WriteAllText(run.Directory.ReportPath, "a page of what is done");

        run.Run(Improve() with { Resume = true });

        File.Exists(run.Directory.ReportPath).ShouldBeFalse();
        run.Directory.Manifest.Problems().ShouldBeEmpty();
        Report.Of(run.Directory).Methods.Count.ShouldBe(3);
    }

    private static TinyOptions Improve() => new() { More = ["retrain.methods=[xmrl, continued]", "confirm.candidates=[xmrl]"] };

    /// <summary>Number of the report at which a run is stopped inside a stage: its first, or the last of the evaluation.</summary>
    private static int FirstReportOf(string stage)
    {
        var seen = new List<StageProgress>();
        using var run = new TinyRun();
        run.Run(Improve() with { Seen = seen });
        return 1 + seen.FindIndex(report => report.Stage == stage);
    }
}
