using System.Globalization;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Stages;
using Xmrl.Fixtures;
using Xmrl.RunHost;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>A process that trains with every learner and improves a policy with every method at the same time is killed (SIGKILL) in every
/// stage of the improvement and at other moments, each time continued, and ends as if nothing had happened.</summary>
public sealed class KilledRunTests : IDisposable
{
    /// <summary>Times that every stage is killed: one; XMRL_FUZZ=n makes them n.</summary>
    private static readonly int s_rounds =
        int.TryParse(Environment.GetEnvironmentVariable("XMRL_FUZZ"), CultureInfo.InvariantCulture, out int times)
            ? Math.Clamp(times, 1, 1000)
            : 1;

    /// <summary>Longest pause after the event that a kill waits for: a few iterations of every run.</summary>
    private const int MostMilliseconds = 150;

    /// <summary>Every so many kills, one comes at any moment.</summary>
    private const int Period = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Mutator _random = new(seed: 20);
    private readonly HashSet<string> _killed = [];
    private int _generation;
    private int _insideWrites;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Continue_KilledInEveryStage_EndsAsIfNeverKilled()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] stages = RunTheWhole();
        for (int round = 0; round < s_rounds; round++)
        {
            Kill([.. stages]);
        }

        Finish();
        _insideWrites.ShouldBeGreaterThan(0, "No kill met a checkpoint half written.");
        foreach (HostedRun run in HostedRun.All.Where(run => run.Name != HostedRun.Improvement))
        {
            _killed.ShouldContain($"{run.Name} {StageBook.MetaTraining}");
        }
    }

    /// <summary>Runs without a kill.</summary>
    /// <returns>The stages of the improvement, in their order: as it printed them, all of them in its book, and all that the product
    /// has.</returns>
    private string[] RunTheWhole()
    {
        string prefix = HostedRun.Improvement + " ";
        using var whole = new HostProcess("all", _folder["whole"]);
        IEnumerable<string> lines = whole.Finish().Where(line => line.StartsWith(prefix, StringComparison.Ordinal));
        string[] stages = [.. lines.Select(line => line[prefix.Length..])];
        stages.ShouldBe(Book("whole").Select(stage => stage.Name));
        ImproveConfiguration all = DroneExperiment.Configuration;
        all = all with
        {
            Explain = all.Explain with { Fidelity = true },
            Retrain = all.Retrain with { Methods = [.. MethodTable.Standard.All.Select(method => method.Name)] },
        };
        IEnumerable<string> expected = StageList.Of(new RunScale(all, MethodTable.Standard, 1), ExperimentAction.Improve).All
            .Select(stage => stage.Name);
        IEnumerable<string> chosen = MethodTable.Standard.All.Where(method => method.ChosenBy is not null)
            .Select(method => $"Retraining: {method.Title}");
        expected.Except(stages).Except(chosen).ShouldBeEmpty("The hosted improvement lacks stages.");
        RunDirectory run = RunDirectory.Open(Path.Combine(_folder["whole"], HostedRun.Improvement));
        StoredFidelity fidelity = RunJson.Read<StoredFidelity>(run.File("fidelity.json"));
        double[] scores = [.. fidelity.CriticalScores, .. fidelity.AllScores, .. fidelity.RandomScores];
        scores.ShouldBeUnique("Scores that are alike do not show whether they were taken anew.");
        return stages;
    }

    /// <summary>Kills in each of some stages, every fourth time at any moment, in as many runs as that takes.</summary>
    private void Kill(List<string> stages)
    {
        for (int kill = 1; stages.Count > 0; kill++)
        {
            if (kill % Period == 0)
            {
                KillAnywhere(insideWrite: kill % (2 * Period) == 0);
                continue;
            }

            // What a kill at any moment has skipped waits for the next run.
            IEnumerable<string> over = Book(Generation).Select(stage => stage.Name);
            if (stages.Except(over).FirstOrDefault() is not { } stage || !KillIn(stage))
            {
                Finish();
                (_generation++).ShouldBeLessThan(3 * s_rounds, $"No kill came in time for {string.Join(", ", stages)}.");
                continue;
            }

            stages.Remove(stage);
        }
    }

    /// <summary>Kills in a stage of the improvement, after a share of its work; false if it ended before. A new generation is killed when
    /// every run is in its training.</summary>
    private bool KillIn(string stage)
    {
        bool isNew = stage == StageBook.MetaTraining && !Directory.Exists(Root);
        string[] names = isNew ? [.. HostedRun.All.Select(run => run.Name)] : [HostedRun.Improvement];
        HashSet<string> awaited = [.. names.Select(name => StagePrinter.Held(name, stage))];
        string percent = _random.Below(101).ToString(CultureInfo.InvariantCulture);
        using var host = new HostProcess("all", Root, more: [stage, percent]);
        if (!host.WaitFor(line => awaited.Remove(line) && awaited.Count == 0))
        {
            host.Finish();
            return false;
        }

        host.Kill().ShouldBeTrue(stage);
        NoteKill();
        Interrupted().ShouldContain($"{HostedRun.Improvement} {stage}");
        Book(Generation).ShouldNotContain(entry => entry.Name == stage, $"{stage} was over.");
        ShouldHaveAReport(stage);
        return true;
    }

    /// <summary>The killed improvement has a report, which says where it ended and what it has.</summary>
    private void ShouldHaveAReport(string stage)
    {
        RunDirectory run = RunDirectory.Open(Path.Combine(Root, HostedRun.Improvement));
        ReportData report = Report.Of(run);
        using var stream = new MemoryStream();
        ReportFile.Write(report, stream);
        report.Stages.Select(entry => entry.Name).ShouldBe(new StageBook(run).Entries.Select(entry => entry.Name));
        report.Identity.Statuses[0].Text.ShouldStartWith("This run has not finished: it is at work in ");
        report.Identity.Statuses[0].Text.ShouldContain(stage);
    }

    private void KillAnywhere(bool insideWrite)
    {
        using var host = new HostProcess("all", Root);
        if (host.WaitFor(_ => true) && (insideWrite ? WaitForHalfCheckpoint(host) : Pause()) && host.Kill())
        {
            NoteKill();
        }
    }

    private void NoteKill()
    {
        _insideWrites += Leftovers();
        _killed.UnionWith(Interrupted());
    }

    /// <summary>Lets the present runs end, and compares them.</summary>
    private void Finish()
    {
        using (var last = new HostProcess("all", Root))
        {
            last.Finish();
        }

        ShouldEqualTheWhole();
    }

    private string Generation => $"killed-{_generation}";

    private string Root => _folder[Generation];

    private bool Pause()
    {
        Thread.Sleep(_random.Below(MostMilliseconds));
        return true;
    }

    private bool WaitForHalfCheckpoint(HostProcess host)
    {
        Pause();
        while (!host.HasExited)
        {
            if (Leftovers() > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int Leftovers()
        => HostedRun.All.Select(run => Path.Combine(Root, run.Name, "checkpoints"))
            .Where(Directory.Exists)
            .Sum(path => Directory.GetFiles(path, ".*.tmp").Length);

    /// <summary>Stages of the improvement that are over, with what they cost; none where it has not begun.</summary>
    private IReadOnlyList<StageBook.Entry> Book(string generation)
    {
        string path = Path.Combine(_folder[generation], HostedRun.Improvement);
        return RunDirectory.IsRun(path) ? new StageBook(RunDirectory.Open(path)).Entries : [];
    }

    /// <summary>Runs that were at work, with their stages.</summary>
    private IEnumerable<string> Interrupted()
        => HostedRun.All.Select(run => (run.Name, Path: Path.Combine(Root, run.Name)))
        .Where(run => RunDirectory.IsRun(run.Path))
        .Select(run => (run.Name, Summary: RunSummary.Of(RunDirectory.Open(run.Path))))
        .Where(run => run.Summary.Status == "interrupted" && run.Summary.State!.Stage.Length > 0)
        .Select(run => $"{run.Name} {run.Summary.State!.Stage}");

    private void ShouldEqualTheWhole()
    {
        foreach (HostedRun hosted in HostedRun.All)
        {
            RunDirectory run = RunDirectory.Open(Path.Combine(Root, hosted.Name));
            run.ReadState().Phase.ShouldBe(RunPhase.Done, hosted.Name);
            run.Manifest.Problems().ShouldBeEmpty(hosted.Name);
            SortedDictionary<string, string> expected =
                RunFingerprint.Of(RunDirectory.Open(Path.Combine(_folder["whole"], hosted.Name)));
            SortedDictionary<string, string> found = RunFingerprint.Of(run);
            found.Keys.ShouldBe(expected.Keys, hosted.Name);
            foreach (string file in expected.Keys)
            {
                found[file].ShouldBe(expected[file], $"{hosted.Name}, {file}");
            }
        }

        Book(Generation).Select(Cost).ShouldBe(Book("whole").Select(Cost));

        static string Cost(StageBook.Entry stage) => $"{stage.Name}: {stage.Iterations} iterations, {stage.Interactions} steps";
    }
}
