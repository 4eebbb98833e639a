using System.Globalization;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Whole run folders, damaged, through every command that takes one: sentences alone, no hang, bounded memory, nothing outside
/// touched, and no figure that is wrong without a word.</summary>
public abstract class RunFolderFuzz(RunCopies copies) : IClassFixture<RunCopies>
{
    private const int MostFaults = 25;

    /// <summary>A case takes milliseconds; only a command that does not end gets there.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(120);

    /// <summary>A case allocates about 20 MB; brackets and long texts some more.</summary>
    private const long MostBytes = 1L << 29;

    private readonly List<string> _faults = [];
    private string _current = "";

    private protected RunCopies Copies { get; } = copies;

    /// <summary>XMRL_FUZZ=n runs n times as many cases; the first ones stay the same.</summary>
    private protected static int Times
        => int.TryParse(Environment.GetEnvironmentVariable("XMRL_FUZZ"), CultureInfo.InvariantCulture, out int times)
            ? Math.Clamp(times, 1, 1000)
            : 1;

    /// <summary>The answers for a run that nobody touched, which are the same a second time.</summary>
    private protected Dictionary<string, Answer> Whole(string run, Func<RunProbe, IEnumerable<(string Name, Func<Answer> Ask)>> commands)
    {
        Dictionary<string, Answer> first = Answers();
        Dictionary<string, Answer> second = Answers();
        foreach ((string name, Answer answer) in first)
        {
            answer.Code.ShouldBe(ExitCode.Ok, $"{name}: {answer.Messages}");
            second[name].Figures.ShouldBe(answer.Figures, name);
        }

        return first;

        Dictionary<string, Answer> Answers()
        {
            string folder = Begin(run);
            Dictionary<string, Answer> answers = commands(new RunProbe(folder))
                .ToDictionary(static command => command.Name, static command => command.Ask());
            Directory.Delete(folder, recursive: true);
            return answers;
        }
    }

    private protected void Case(
        int number,
        string run,
        Func<string, string, RunDamage?> damage,
        Func<RunProbe, IEnumerable<(string Name, Func<Answer> Ask)>> commands,
        Dictionary<string, Answer> whole)
    {
        string folder = Begin(run);
        string decoys = Directory.CreateDirectory(folder + "-decoys").FullName;
        var probe = new RunProbe(folder);
        if (damage(probe.Run, decoys) is { } done)
        {
            string outside = RunCopies.Hash(decoys);
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach ((string name, Func<Answer> ask) in commands(probe))
            {
                _current = $"case {number}, {done}, {name}";
                string? fault;
                try
                {
                    fault = ask().Fault(whole[name], done.Names);
                }
                catch (Exception error)
                {
                    fault = $"{error.GetType().Name}: {error.Message}";
                }

                Note(fault);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Note(allocated > MostBytes ? $"{allocated} bytes of memory" : null);
            Note(RunCopies.Hash(decoys) == outside ? null : "files outside the run are not what they were");
        }

        Directory.Delete(folder, recursive: true);
        Directory.Delete(decoys, recursive: true);
    }

    private void Note(string? fault)
    {
        if (fault is not null)
        {
            _faults.Add($"{_current}: {fault}");
        }
    }

    private string Begin(string run)
    {
        string folder = Path.Combine(Copies.Folder, $"case-{Guid.NewGuid().ToString("N")[..8]}");
        RunCopies.Copy(run, Path.Combine(folder, "run"));
        return folder;
    }

    /// <summary>Does the cases on a thread that is left alone if one does not end.</summary>
    private protected void OnAThread(int cases, Action<int> act)
    {
        int done = 0;
        Exception? broken = null;
        var worker = new Thread(() =>
        {
            try
            {
                for (int i = 0; i < cases && _faults.Count < MostFaults; i++, Volatile.Write(ref done, i))
                {
                    act(i);
                }
            }
            catch (Exception error)
            {
                broken = error;
            }
        })
        { IsBackground = true };
        worker.Start();
        int seen = -1;
        while (!worker.Join(s_longest))
        {
            int now = Volatile.Read(ref done);
            if (now == seen)
            {
                Assert.Fail(
                    $"{_current} did not end within {s_longest.TotalSeconds} "
                        + $"s.{Environment.NewLine}{string.Join(Environment.NewLine, _faults)}");
            }

            seen = now;
        }

        _faults.ShouldBeEmpty($"{_faults.Count} faults:{Environment.NewLine}{string.Join(Environment.NewLine, _faults)}");
        broken.ShouldBeNull(_current);
    }
}
