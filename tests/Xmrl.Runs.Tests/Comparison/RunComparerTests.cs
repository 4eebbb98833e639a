using Xmrl.Fixtures;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Tests.Comparison;

public sealed class RunComparerTests : IDisposable
{
    private const string SomeHash = "0123456789abcdef";
    private const string OtherHash = "fedcba9876543210";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compare_AlikeButForTimes_SaysAlike()
    {
        RunDifference found = RunComparer.Compare(Run("a", seconds: 1), Run("b", seconds: 2));

        found.Parts.ShouldBeFalse();
        found.Verdict.ShouldBe("The runs are alike: 3 iterations of 1 training, and all result files that both have.");
        (found.Request.Count, found.Configuration.Count, found.Environment.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Compare_OneTensorParts_NamesIterationAndTensor()
    {
        RunDifference found = RunComparer.Compare(Run("a"), Run("b", partsAt: 1));

        SeriesDifference series = found.Series.Single();
        (series.File, series.Alike, series.Iteration).ShouldBe(("metrics.jsonl", 1, 1));
        series.Tensors.ShouldBe(["policy.layers.1.bias", "outer.m"]);
        series.Metrics.ShouldBe([new ValueDifference("return_after", "1", "1.5")]);
        found.Verdict.ShouldBe("The runs part in metrics.jsonl, iteration 1: tensor policy.layers.1.bias and 1 more.");
        found.Parts.ShouldBeTrue();
    }

    [Fact]
    public void Compare_RunsWithoutHashes_ComparesMetricsAndSaysSo()
    {
        RunDifference found = RunComparer.Compare(Run("a", hasHashes: false), Run("b", partsAt: 2, hasHashes: false));

        found.Verdict.ShouldBe("The runs part in metrics.jsonl, iteration 2: metric return_after; there are no hashes that name a tensor.");
    }

    [Fact]
    public void Compare_OneRunIsShorter_ComparesWhatBothHave()
    {
        RunDirectory shorter = Run("b");
        File.WriteAllLines(shorter.MetricsPath, File.ReadLines(shorter.MetricsPath).Take(2).ToArray());

        RunDifference found = RunComparer.Compare(Run("a"), shorter);

        found.Parts.ShouldBeFalse();
        (found.Series.Single().Alike, found.Series.Single().OnlyFirst, found.Series.Single().OnlySecond).ShouldBe((2, 1, 0));
        found.Verdict.ShouldBe(
            "The runs are alike as far as both go: 2 iterations of 1 training, and all result files that both have. metrics.jsonl has 1 "
                + "more iterations in the first run.");
    }

    [Fact]
    public void Compare_NothingInCommon_IsNotAlike()
    {
        RunDirectory empty = Run("b");
        File.WriteAllText(empty.MetricsPath, "");

        RunDifference found = RunComparer.Compare(Run("a"), empty);

        (found.Parts, found.IsComparable, found.IsAlike).ShouldBe((false, false, false));
        found.Verdict.ShouldBe("There is nothing to compare: the runs have no iteration, no checkpoint and no result in common.");
    }

    [Fact]
    public void Compare_ResultChanged_SaysDamagedAndIsNotAlike()
    {
        RunDirectory first = Run("a");
        first.Store(first.ExplanationPath, new { poor = 1 });
        first.Finish(RunPhase.Done, "");
        File.WriteAllText(first.ExplanationPath, "{}");

        RunDifference found = RunComparer.Compare(first, Run("b"));

        found.Damaged.ShouldHaveSingleItem().ShouldContain("explanation.json has 2 bytes");
        found.IsAlike.ShouldBeFalse();
        found.OnlyFirst.ShouldBe(["explanation.json"]);
        found.Verdict.ShouldStartWith("No difference was found, but 1 of the files are damaged or foreign");
    }

    [Fact]
    public void Compare_SameTensorsOfOtherRuns_AreAlike()
    {
        RunDirectory first = Run("a");
        RunDirectory second = Run("b", seed: 2);
        first.Checkpoints.Save(3, Content(1, 2), "base");
        second.Checkpoints.Save(3, Content(1, 2), "base");

        RunDifference found = RunComparer.Compare(first, second);

        found.Checkpoints.ShouldBeEmpty();
        (found.CheckpointsCompared, found.IsAlike).ShouldBe((1, true));
    }

    [Fact]
    public void Compare_OtherConfigurationSeedAndResults_ListsThem()
    {
        RunDirectory first = Run("a");
        RunDirectory second = Run("b", seed: 2);
        File.WriteAllText(first.ConfigurationPath, "meta:\n  learner: maml\n  epochs:\n    count: 5\npolicy:\n  hiddenSizes: [4]\n");
        File.WriteAllText(
            second.ConfigurationPath, "meta:\n  learner: maml\n  epochs:\n    count: 6\npolicy:\n  hiddenSizes: [4]\n  contextSize: 2\n");
        File.WriteAllText(first.TasksPath, "1");
        File.WriteAllText(second.TasksPath, "2");

        RunDifference found = RunComparer.Compare(first, second);

        found.Request.ShouldBe([new ValueDifference("seed", "1", "2")]);
        found.Configuration.ShouldBe(
            [new ValueDifference("meta.epochs.count", "5", "6"), new ValueDifference("policy.contextSize", null, "2")]);
        found.Files.ShouldBe(["tasks.json"]);
        found.Verdict.ShouldBe("The runs part in tasks.json.");
    }

    [Fact]
    public void Compare_OtherCheckpoint_NamesTensorAndElement()
    {
        RunDirectory first = Run("a");
        RunDirectory second = Run("b");
        first.Checkpoints.Save(3, Content(1, 2), "base");
        second.Checkpoints.Save(3, Content(1, 2.5), "base");
        second.Checkpoints.Save(2, Content(0, 0), "base");

        CheckpointDifference found = RunComparer.Compare(first, second).Checkpoints.Single();

        found.Name.ShouldBe("base-iteration-00000003.safetensors");
        found.Tensors.ShouldBe(["policy.w"]);
        found.Message.ShouldBe("tensor policy.w: element 1 is 2 and 2.5.");
    }

    [Fact]
    public void Find_FolderOfRuns_FindsThemAlsoInsideOthers()
    {
        Run("a/1");
        Run("a/1/inner");
        Run("b");
        Directory.CreateDirectory(_folder["c/empty"]);
        File.WriteAllText(Path.Combine(_folder["b"], "state.json"), "{");

        IReadOnlyList<RunSummary> found = RunCatalog.Find(_folder.FullPath);

        found.Select(run => Path.GetRelativePath(_folder.FullPath, run.FullPath)).ShouldBe(["a/1", "a/1/inner", "b"]);
        found.Select(run => run.Status).ShouldBe(["interrupted", "interrupted", "unreadable"]);
        found[2].Problem!.ShouldContain("state.json");
        RunCatalog.Find(_folder["nowhere"]).ShouldBeEmpty();
    }

    private static SafetensorsFile Content(params double[] values)
        => new() { Tensors = { ["policy.w"] = StoredTensor.Of<double>(values), ["policy.x"] = StoredTensor.Of<double>([1]) } };

    private RunDirectory Run(string name, int partsAt = int.MaxValue, double seconds = 1, bool hasHashes = true, ulong seed = 1)
    {
        RunDirectory run = RunDirectory.Create(
            _folder[name], force: false, new RunState { Phase = RunPhase.Running, Action = "train", Experiment = "drone", Seed = seed });
        using MetricsWriter writer = MetricsWriter.Open(run.MetricsPath);
        for (int i = 0; i < 3; i++)
        {
            string hash = i >= partsAt ? OtherHash : SomeHash;
            writer.Write(
                i,
                [KeyValuePair.Create("return_after", i >= partsAt ? i + 0.5 : i), KeyValuePair.Create("seconds", seconds)],
                hasHashes
                    ?
                    [
                        KeyValuePair.Create("parameters", hash), KeyValuePair.Create("policy.layers.0.weight", SomeHash),
                        KeyValuePair.Create("policy.layers.1.bias", hash), KeyValuePair.Create("outer.m", hash),
                    ]
                    : null);
        }

        return run;
    }
}
