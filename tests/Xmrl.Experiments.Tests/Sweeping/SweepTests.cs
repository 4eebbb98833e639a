using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Parallel;
using Xmrl.Fixtures.Runs;
using Xmrl.Runs.Records;
using Xmrl.Sweeping;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Sweeping;

public sealed class SweepTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    private SweepRequest Request => new()
    {
        BaseRun = finished.Run.Path,
        Methods = ["xmrl", "mr", "continued"],
        StepScales = [1, 3],
        Strengths = [0.5, 1],
        Repeats = 1,
    };

    [Fact]
    public void Run_StoppedAndAskedAgain_EndsAsIfNeverStopped()
    {
        using var whole = new TemporaryFolder();
        using var stopped = new TemporaryFolder();
        SweepRecord expected = Sweep(whole["sweep"], (_, _, _) => { }, CancellationToken.None);

        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Sweep(stopped["sweep"], (done, _, _) => Cancel(done, source), source.Token));
        int repeated = 0;
        SweepRecord found = Sweep(stopped["sweep"], (_, _, _) => repeated++, CancellationToken.None);

        // XMRL and MR over four points, Continued over two step sizes.
        expected.Candidates.Count.ShouldBe(10);
        found.Candidates.SelectMany(candidate => candidate.Scores).ShouldBe(expected.Candidates.SelectMany(candidate => candidate.Scores));
        found.Settings().ShouldBe(expected.Settings());
        expected.Settings().Count.ShouldBe(6);
        expected.Settings()[0].ShouldStartWith("retrain.tuning.xmrl.stepScale=");
    }

    [Fact]
    public void Run_TwoProcesses_SameScores()
    {
        SweepRequest small = Request with { Methods = ["continued"], StepScales = [1] };
        using var folder = new TemporaryFolder();
        double[] expected =
            [
                .. new SweepRunner(folder["alone"], 1, NullLogger.Instance)
                .Run(small, (_, _, _) => { }, CancellationToken.None).Candidates.Single().Scores,
            ];

        double[][] found = ThreadRanks.Run(2, processes =>
        {
            using var files = new RankFiles(processes);
            var runner = new SweepRunner(files.Existing(folder["sweep"]), 1, NullLogger.Instance) { Processes = processes, Files = files };
            return runner.Run(small, (_, _, _) => { }, CancellationToken.None).Candidates.Single().Scores.ToArray();
        });

        found.ShouldBe([expected, expected]);
        Directory.GetDirectories(folder.FullPath).Length.ShouldBe(2);
    }

    [Fact]
    public void Run_CandidateStoodStill_IsMarkedNamedAndNotChosen()
    {
        SweepRequest request = Request with { Methods = ["continued"], StepScales = [1e-300, 1] };
        using var folder = new TemporaryFolder();
        var log = new ListLogger();

        SweepRecord record = new SweepRunner(folder["sweep"], 1, log).Run(request, (_, _, _) => { }, CancellationToken.None);

        record.Candidates.Select(static candidate => candidate.StepScale).ShouldBe([1e-300, 1]);
        string said = record.Candidates[0].Standstill.ShouldNotBeNull();
        said.ShouldStartWith("The candidate continued-step1E-300-strength1 stood still in 2 of 2 iterations (100 %), in all of them");
        log.Lines.ShouldContain((LogLevel.Warning, said));

        // Nothing moved: the scores are those of the base policy.
        record.Candidates[0].ToBase.Interval.Value.ShouldBe(0);
        record.Candidates[1].Standstill.ShouldBeNull();
        record.Best().ShouldHaveSingleItem().StepScale.ShouldBe(1);
        SweepRecord stored = RunJson.Read<SweepRecord>(folder["sweep/sweep.json"]);
        stored.Candidates.Select(static candidate => candidate.Standstill).ShouldBe([said, null]);
    }

    [Fact]
    public void Run_KilledBefore_LeavesNothingOfIt()
    {
        using var folder = new TemporaryFolder();
        SweepRequest small = Request with { Methods = ["continued"], StepScales = [1] };
        string candidate = Path.Combine(folder["sweep"], "candidates", "continued-step1-strength1");
        new SweepRunner(folder["sweep"], 1, NullLogger.Instance).Run(small, (_, _, _) => { }, CancellationToken.None);
        string[] names = Names();
        File.WriteAllText(Path.Combine(candidate, ".result.json.1-1.tmp"), "half");
        File.WriteAllText(folder["sweep/.sweep.json.1-1.tmp"], "half");
        File.Delete(folder["sweep/sweep.json"]);
        Directory.Delete(folder["sweep/shared"], recursive: true);
        Directory.CreateDirectory(folder["sweep/shared"]);
        File.WriteAllText(folder["sweep/shared/.starting"], "");

        new SweepRunner(folder["sweep"], 1, NullLogger.Instance).Run(small, (_, _, _) => { }, CancellationToken.None);

        Names().ShouldBe(names);

        string[] Names()
            => [.. Directory.GetFileSystemEntries(folder.FullPath, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Run_FolderOfAnotherSweep_IsRefused()
    {
        using var folder = new TemporaryFolder();
        SweepRequest small = Request with { Methods = ["continued"], StepScales = [1] };
        new SweepRunner(folder["sweep"], 1, NullLogger.Instance).Run(small, (_, _, _) => { }, CancellationToken.None);

        Should.Throw<ConfigurationException>(
            ()
                => new SweepRunner(folder["sweep"], 1, NullLogger.Instance)
                    .Run(small with { StepScales = [2] }, (_, _, _) => { }, CancellationToken.None))
            .Message.ShouldContain("something else");
    }

    private static void Cancel(int done, CancellationTokenSource source)
    {
        if (done == 3)
        {
            source.Cancel();
        }
    }

    private SweepRecord Sweep(string folder, Action<int, int, SweepCandidate> progress, CancellationToken token)
        => new SweepRunner(folder, 2, NullLogger.Instance).Run(Request, progress, token);
}
