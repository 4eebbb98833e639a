using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Runs.Records;
using Xmrl.Sweeping;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Hosting;

namespace Xmrl.Golden.Tests;

/// <summary>Every learner and every stage gives the bits that are stored. A change that is meant to alter them stores new ones
/// (XMRL_GOLDEN=1) and says so in the changelog.</summary>
public sealed class GoldenRunTests
{
    private const int Threads = 2;

    public static TheoryData<string> Names => [.. GoldenRun.All.Where(run => run.Base is null && IsPossible(run)).Select(run => run.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EachLearnerAndStage_GivesTheStoredBits(string name)
    {
        using var folder = new TemporaryFolder();
        GoldenRun golden = Find(name);
        RunDirectory run = golden.Run(folder.FullPath, Threads);
        GoldenFile.Compare(name, GoldenLines.Of(run.FullPath)).ShouldBeNull();

        foreach (GoldenRun repair in GoldenRun.All.Where(other => other.Base == name))
        {
            GoldenFile.Compare(repair.Name, GoldenLines.Of(repair.Run(folder.FullPath, Threads).FullPath)).ShouldBeNull();
        }
    }

    [Fact]
    public void Evaluate_FreshTasks_GivesTheStoredBits()
    {
        using var folder = new TemporaryFolder();
        RunDirectory run = Find("maml").Run(folder.FullPath, Threads);
        var request = new EvaluationRequest { Seed = 7, Tasks = 5, Steps = 2, Repeats = 2, Threads = Threads };
        RunEvaluator.Store(
            run,
            RunEvaluator.Evaluate(
                new ImprovedRun(run), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None));

        GoldenFile.Compare(
            "evaluate",
            [.. GoldenLines.Of(run.FullPath).Where(line => line.StartsWith("base-seed7/", StringComparison.Ordinal))]).ShouldBeNull();
    }

    [Fact]
    public void Sweep_TwoMethods_GivesTheStoredBits()
    {
        using var folder = new TemporaryFolder();
        RunDirectory run = Find(GoldenRun.Navigation).Run(folder.FullPath, Threads);
        var request = new SweepRequest
        {
            BaseRun = run.FullPath,
            Methods = ["xmrl", "mr"],
            StepScales = [1, 3],
            Strengths = [0.5],
            Tasks = 5,
            Repeats = 1,
        };
        new SweepRunner(folder["sweep"], Threads, NullLogger.Instance).Run(request, (_, _, _) => { }, CancellationToken.None);

        GoldenFile.Compare("sweep", GoldenLines.Of(folder["sweep"])).ShouldBeNull();
    }

    [Fact]
    public void Run_OneAndThreeThreads_GiveTheStoredBits()
    {
        foreach (int threads in new[] { 1, 3 })
        {
            using var folder = new TemporaryFolder();
            GoldenFile.Compare("maml", GoldenLines.Of(Find("maml").Run(folder.FullPath, threads).FullPath))
                .ShouldBeNull($"{threads} threads");
        }
    }

    private static GoldenRun Find(string name) => GoldenRun.All.Single(run => run.Name == name);

    /// <summary>The stored bits of robots are those of one version of the engine.</summary>
    private static bool IsPossible(GoldenRun run) => !run.NeedsEngine || MuJoCoEngine.Status.Version == EngineLayouts.Default;
}
