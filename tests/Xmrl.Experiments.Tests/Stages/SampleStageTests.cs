using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Stages;

/// <summary>A stage takes one type and one place in a list: order, progress, forecast, cost and resumption follow.</summary>
public sealed class SampleStageTests
{
    [Fact]
    public void Run_StageOfATestAlone_IsReportedEnteredStoredAndNotRepeated()
    {
        using var run = new TinyRun();
        using RunParts parts = run.Parts();
        var sample = new ParameterCount();
        var stages = new StageList([new TrainingStage(TinyRun.Scale(parts)), sample]);
        var seen = new Seen();

        StageWork before = stages.Left(parts);
        StageWork last = stages.Left(parts, from: 1);
        ImprovementFindings found = stages.Run(parts, seen, CancellationToken.None);
        stages.Run(parts, seen, CancellationToken.None);

        sample.Times.ShouldBe(1, "The second time the stored number is read.");
        found.Policies.Length.ShouldBe(1);
        seen.Last.ShouldBe(new StageProgress("Parameters", 1, 2, 1, 1, "counted") { Share = 1 });
        parts.Book.Entries.Select(entry => entry.Name).ShouldBe([StageBook.MetaTraining, "Parameters"]);
        parts.Book.Interactions("Parameters").ShouldBe(7);
        RunJson.Read<int[]>(run.Directory.File("parameters.json")).ShouldBe([parts.Learner.ParameterCount]);
        (before.Steps, last, stages.Left(parts)).ShouldBe((stages.Steps, new StageWork(7, 0), default(StageWork)));
    }

    private sealed class ParameterCount : IStage
    {
        public string Name => "Parameters";

        public StageWork Work => new(7, 0);

        public int Times { get; private set; }

        public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
        {
            _ = run.Once(run.Parts.Directory.File("parameters.json"), () =>
            {
                Times++;
                run.Report(1, 1, "counted");
                return new StageResult<int[]>([found.Policies[0].Parameters.Length], 1, 7);
            });
            return found;
        }
    }

    private sealed class Seen : IProgress<StageProgress>
    {
        public StageProgress Last { get; private set; }

        public void Report(StageProgress value) => Last = value.Stage == "Parameters" ? value : Last;
    }
}
