namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Pipes, sockets, links, folders and endless files where a run has a file: every second file by default, every one in the long
/// form.</summary>
public sealed class SpecialFileTests(RunCopies copies) : RunFolderFuzz(copies)
{
    [Fact]
    public void Commands_SpecialFiles_AreRefusedAndNothingOutsideIsTouched()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string killed = Copies.Killed(RunCopies.Stages[0]);
        Dictionary<string, Answer> finished = Whole(Copies.Finished, probe => probe.Reading(Copies, explains: true, improves: false));
        Dictionary<string, Answer> resumed = Whole(killed, static probe => probe.Continuing());
        var cases = new List<(string Run, SpecialFile Kind, string Name)>();
        foreach (string run in new[] { Copies.Finished, killed })
        {
            string[] files = RunDamage.Files(run);
            foreach (SpecialFile kind in Enum.GetValues<SpecialFile>())
            {
                // A gigabyte takes its time wherever it is hashed.
                int step = Times > 1 ? 1 : kind == SpecialFile.Sparse ? 9 : 2;
                cases.AddRange(files.Where((_, i) => (i + (int)kind) % step == 0).Select(name => (run, kind, name)));
            }
        }

        OnAThread(cases.Count, number =>
        {
            (string run, SpecialFile kind, string name) = cases[number];
            bool isFinished = run == Copies.Finished;
            Case(
                number,
                run,
                (path, decoys) => SpecialFiles.Put(kind, path, name, decoys) ? new RunDamage(kind.ToString(), [name]) : null,
                probe => isFinished ? probe.Reading(Copies, explains: true, improves: false) : probe.Continuing(),
                isFinished ? finished : resumed);
        });
    }
}
