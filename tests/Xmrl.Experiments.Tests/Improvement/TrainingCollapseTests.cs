using System.Globalization;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class TrainingCollapseTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Theory]
    [InlineData(new[] { 0.5, 0.92, 0.9 }, false)]
    [InlineData(new[] { 0.5, 0.92, 0.82 }, false)] // not more than the threshold
    [InlineData(new[] { 0.5, 0.92, 0.3 }, true)]
    [InlineData(new[] { 0.5, 0.92, 0.3, 0.9 }, false)] // recovered
    [InlineData(new[] { 0.9 }, false)]
    public void Of_ValidationScores_ComparesTheLastWithTheBest(double[] scores, bool collapsed)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = 1 }));
        File.WriteAllLines(
            run.Directory.File("metrics.jsonl"),
            scores.Select((score, i) => string.Create(CultureInfo.InvariantCulture, $"{{\"iteration\":{i},\"validation_score\":{score}}}")));

        var found = TrainingCollapse.Of(run.Directory, 0.1 + 1e-12);

        (found is not null).ShouldBe(collapsed);
        if (found is not null)
        {
            (found.BestIteration, found.Best, found.Last).ShouldBe((2, 0.92, 0.3));
            found.Describe().ShouldContain("0.92 on the validation tasks after 2 iterations, 0.3 at the end");
        }
    }

    [Fact]
    public void Of_WholeRun_ReadsTheScoresThatTheTrainingWrote()
    {
        RunDirectory run = finished.Run.Directory;
        double[] scores = [.. MetricsReader.Read(run.File("metrics.jsonl")).Where(row => row.Values.ContainsKey("validation_score")).Select(row => row.Values["validation_score"])];

        scores.Length.ShouldBeGreaterThan(1);
        (TrainingCollapse.Of(run, -1) is { } always ? (always.Best, always.Last) : default).ShouldBe((scores.Max(), scores[^1]));
    }
}
