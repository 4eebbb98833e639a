using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class FreeDirectoryTests : IDisposable
{
    private static readonly RunState s_started = new() { Phase = RunPhase.Running, Action = "improve", Experiment = "drone", Seed = 1 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CreateFree_SeveralAtOnce_EachGetsAFolderOfItsOwn()
    {
        const int Starts = 8;
        using var gate = new Barrier(Starts);
        var made = new string[Starts];
        Thread[] threads = [.. Enumerable.Range(0, Starts).Select(i => new Thread(() =>
        {
            gate.SignalAndWait();
            made[i] = RunDirectory.CreateFree(
                _folder["run"], s_started, prepare: run => File.WriteAllText(run.File("mine.txt"), $"{i}")).FullPath;
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        made.Order()
            .ShouldBe(new[] { _folder["run"] }.Concat(Enumerable.Range(2, Starts - 1).Select(number => _folder[$"run-{number}"])).Order());
        for (int i = 0; i < Starts; i++)
        {
            File.ReadAllText(Path.Combine(made[i], "mine.txt")).ShouldBe($"{i}");
            RunDirectory.Open(made[i]).IsInUse().ShouldBeFalse();
        }
    }

    [Fact]
    public void CreateFree_NameIsTakenByAnything_LeavesItAlone()
    {
        File.WriteAllText(_folder["run"], "a file");
        Directory.CreateDirectory(_folder["run-2"]);
        Directory.CreateDirectory(_folder["run-3"]);
        File.WriteAllText(_folder[$"run-3/{RunDirectory.StartingName}"], "");

        RunDirectory.CreateFree(_folder["run"], s_started).FullPath.ShouldBe(_folder["run-4"]);

        Directory.GetFileSystemEntries(_folder.FullPath).Length.ShouldBe(4);
        Directory.GetFileSystemEntries(_folder["run-3"]).Length.ShouldBe(1);
    }
}
