using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Evaluation;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class RunDeterminismTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_AnyNumberOfThreads_SameBytes(int threads)
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { Threads = threads });

        run.Fingerprint().ShouldBe(finished.Run.Fingerprint());
        run.Fingerprint().Count.ShouldBe(6 + 3 + 17);
    }

    [Fact]
    public void Run_OtherSeed_OtherBytes()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { Seed = 2 });

        SortedDictionary<string, string> one = finished.Run.Fingerprint();
        run.Fingerprint().Where(file => one[file.Key] == file.Value).Select(file => file.Key).ShouldBe(["config.yaml"]);
    }

    [Fact]
    public void Evaluate_SameParametersTwice_SameScores()
    {
        using var run = new TinyRun();
        using RunParts parts = run.Parts();
        RunScale scale = TinyRun.Scale(parts);
        ImprovementFindings trained = TinyRun.Run(parts, new TrainingStage(scale), new ImprovementFindings());

        IReadOnlyList<MethodScores> methods = TinyRun.Run(
            parts,
            new EvaluationStage(scale, retrained: 1),
            trained with { Policies = [.. trained.Policies, new MetaPolicy(MethodTable.Reference, [.. trained.Policies[0].Parameters])] })
            .Methods;

        methods[1].Scores.Select(Row).ShouldBe(methods[0].Scores.Select(Row));

        static string Row(TaskScores scores)
            => string.Join(' ', scores.Sampled.Concat(scores.MeanActions).Append(scores.Interactions).Select(value => value.ToString("R")));
    }

    [Fact]
    public void TaskSets_OtherSizeOfOneSet_LeavesTheOthersAlone()
    {
        using var small = new TinyRun();
        using var large = new TinyRun();
        using RunParts first = small.Parts();
        using RunParts second = large.Parts("tasks.training=9");

        second.Tasks.Test.Select(task => task.Parameters[0]).ShouldBe(first.Tasks.Test.Select(task => task.Parameters[0]));
        second.Tasks.Training.Take(6).Select(task => task.Parameters[0]).ShouldBe(first.Tasks.Training.Select(task => task.Parameters[0]));
    }
}
