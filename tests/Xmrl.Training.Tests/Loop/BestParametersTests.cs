using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures.Runs;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

public sealed class BestParametersTests : IDisposable
{
    private static readonly TensorSpec[] s_tensors = [new TensorSpec("weights", 3, 1, 0)];

    private readonly TinyRun _run = new();

    public BestParametersTests() => Should.Throw<OperationCanceledException>(() => _run.Run(new TinyOptions { CancelAfter = 1 }));

    [Fact]
    public void Return_ScoreFarBelowTheBest_GivesTheParametersOfTheBest()
    {
        BestParameters best = Offered((10, 0.4, 1), (20, 0.9, 2), (30, 0.9, 3), (40, 0.5, 4));
        Real[] theta = [4, 4, 4];

        best.Return(0.5, 0.1, theta, NullLogger.Instance).ShouldBe(20);

        theta.ShouldBe([2, 2, 2]);
    }

    [Theory]
    [InlineData(0.8)] // not more than the threshold, which has a margin for rounding
    [InlineData(0.95)]
    [InlineData(double.NaN)] // no validation
    public void Return_OtherScores_LeavesTheParameters(double last)
    {
        BestParameters best = Offered((10, 0.9, 1));
        Real[] theta = [4, 4, 4];

        best.Return(last, 0.1 + 1e-9, theta, NullLogger.Instance).ShouldBeNull();

        theta.ShouldBe([4, 4, 4]);
    }

    [Fact]
    public void Restore_ScoresBeforeTheStop_AreRemembered()
    {
        Offered((10, 0.4, 1), (20, 0.9, 2));
        BestParameters resumed = New();
        resumed.Restore([Row(9, 0.4), Row(14, null), Row(19, 0.9)]);
        resumed.Offer(30, 0.8, [3, 3, 3]);
        Real[] theta = [3, 3, 3];

        resumed.Return(0.8, 0.05, theta, NullLogger.Instance).ShouldBe(20);

        theta.ShouldBe([2, 2, 2]);
    }

    [Fact]
    public void Return_FileOfAnotherIteration_KeepsTheLastAndSaysWhy()
    {
        Offered((10, 0.9, 1));
        BestParameters other = New();
        other.Restore([Row(4, 0.95)]);
        Real[] theta = [4, 4, 4];
        var log = new ListLogger();

        other.Return(0.1, 0.1, theta, log).ShouldBeNull();

        theta.ShouldBe([4, 4, 4]);
        log.Lines.ShouldHaveSingleItem().Message.ShouldContain("belongs to iteration 10; expected iteration 5");
    }

    [Fact]
    public void Return_FileDamagedOrMissing_KeepsTheLastAndSaysWhy()
    {
        BestParameters best = Offered((10, 0.9, 1));
        Real[] theta = [4, 4, 4];
        string path = Path.Combine(_run.Directory.Checkpoints.FolderPath, "test-best.safetensors");
        var log = new ListLogger();
        File.WriteAllText(path, "not a checkpoint");

        best.Return(0.1, 0.1, theta, log).ShouldBeNull();
        File.Delete(path);
        best.Return(0.1, 0.1, theta, log).ShouldBeNull();

        theta.ShouldBe([4, 4, 4]);
        log.Lines.Count(line => line.Message.Contains("keeps the last", StringComparison.Ordinal)).ShouldBe(2);
    }

    public void Dispose() => _run.Dispose();

    private BestParameters New() => new(_run.Directory, s_tensors, "test");

    private BestParameters Offered(params (long Iteration, double Score, Real Value)[] offers)
    {
        BestParameters best = New();
        foreach ((long iteration, double score, Real value) in offers)
        {
            best.Offer(iteration, score, [value, value, value]);
        }

        return best;
    }

    private static MetricsRow Row(long iteration, double? score)
        => new(iteration, score is { } value ? new Dictionary<string, double> { ["validation_score"] = value } : []);
}
