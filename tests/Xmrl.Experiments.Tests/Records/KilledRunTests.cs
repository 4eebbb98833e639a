using System.Globalization;
using Xmrl.Fixtures;
using Xmrl.RunHost;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>A process that trains with every learner and improves a policy at the same time is killed (SIGKILL) twenty times, each time
/// continued, and ends as if nothing had happened.</summary>
public sealed class KilledRunTests : IDisposable
{
    /// <summary>Twenty; XMRL_FUZZ=n makes them n times as many.</summary>
    private static readonly int s_kills =
        20 * (int.TryParse(Environment.GetEnvironmentVariable("XMRL_FUZZ"), CultureInfo.InvariantCulture, out int times)
            ? Math.Clamp(times, 1, 1000)
            : 1);

    /// <summary>Longest pause after the event that a kill waits for: a few iterations of every run.</summary>
    private const int MostMilliseconds = 150;

    /// <summary>Where the improvement is when every third kill waits for it.</summary>
    private static readonly string[] s_stages =
    [
        "Meta-training", "Explanation", "Augmentation: XMRL", "Retraining: XMRL", "Retraining: Continued", "Evaluation",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Mutator _random = new(seed: 20);
    private int _generation;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Continue_KilledTwentyTimes_EndsAsIfNeverKilled()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (var whole = new HostProcess("all", _folder["whole"]))
        {
            whole.Finish();
        }

        int kills = 0;
        int insideWrites = 0;
        int stage = 0;
        var killed = new HashSet<string>();
        while (kills < s_kills)
        {
            using var host = new HostProcess("all", Generation);
            string wanted = $"{HostedRun.Improvement} {s_stages[stage]}";
            bool isThere = (kills % 3) switch
            {
                0 => host.WaitFor(_ => true) && Pause(),
                1 => host.WaitFor(_ => true) && WaitForHalfCheckpoint(host),
                _ => host.WaitFor(line => line == wanted) && Pause(),
            };
            if (!isThere || !host.Kill())
            {
                // The runs were finished before the moment came: they are compared, and others begin.
                host.Finish();
                ShouldEqualTheWhole(Generation);
                _generation++;
                stage = 0;
                continue;
            }

            insideWrites += Leftovers();
            killed.UnionWith(Interrupted());
            stage = kills % 3 == 2 ? Math.Min(stage + 1, s_stages.Length - 1) : stage;
            kills++;
        }

        using (var last = new HostProcess("all", Generation))
        {
            last.Finish();
        }

        ShouldEqualTheWhole(Generation);
        insideWrites.ShouldBeGreaterThan(0, "No kill met a checkpoint half written.");
        foreach (HostedRun run in HostedRun.All.Where(run => run.Name != HostedRun.Improvement))
        {
            killed.ShouldContain($"{run.Name} Meta-training");
        }

        killed.Count(line => line.StartsWith(HostedRun.Improvement, StringComparison.Ordinal))
            .ShouldBeGreaterThanOrEqualTo(4, string.Join(", ", killed));
    }

    private string Generation => _folder[$"killed-{_generation}"];

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
        => HostedRun.All.Select(run => Path.Combine(Generation, run.Name, "checkpoints"))
            .Where(Directory.Exists)
            .Sum(path => Directory.GetFiles(path, ".*.tmp").Length);

    /// <summary>Runs that were at work, with their stages.</summary>
    private IEnumerable<string> Interrupted()
        => HostedRun.All.Select(run => (run.Name, Path: Path.Combine(Generation, run.Name))).Where(run => RunDirectory.IsRun(run.Path))
        .Select(run => (run.Name, Summary: RunSummary.Of(RunDirectory.Open(run.Path))))
        .Where(run => run.Summary.Status == "interrupted" && run.Summary.State!.Stage.Length > 0)
        .Select(run => $"{run.Name} {run.Summary.State!.Stage}");

    private void ShouldEqualTheWhole(string folder)
    {
        foreach (HostedRun hosted in HostedRun.All)
        {
            RunDirectory run = RunDirectory.Open(Path.Combine(folder, hosted.Name));
            run.ReadState().Phase.ShouldBe(RunPhase.Done, hosted.Name);
            run.Manifest.Problems().ShouldBeEmpty(hosted.Name);
            SortedDictionary<string, string> expected = RunFingerprint.Of(RunDirectory.Open(Path.Combine(_folder["whole"], hosted.Name)));
            SortedDictionary<string, string> found = RunFingerprint.Of(run);
            found.Keys.ShouldBe(expected.Keys, hosted.Name);
            foreach (string file in expected.Keys)
            {
                found[file].ShouldBe(expected[file], $"{hosted.Name}, {file}");
            }
        }
    }
}
