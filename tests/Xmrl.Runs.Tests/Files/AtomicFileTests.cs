using System.Runtime.InteropServices;
using Xmrl.Fixtures;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Tests.Files;

public sealed partial class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_FileExists_ReplacesItAndLeavesNothingElse()
    {
        File.WriteAllText(_folder["a.txt"], "old");

        AtomicFile.WriteText(_folder["a.txt"], "new");

        File.ReadAllText(_folder["a.txt"]).ShouldBe("new");
        Directory.GetFiles(_folder.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void Write_ContentThrows_KeepsTheOldFileAndLeavesNothingElse()
    {
        File.WriteAllText(_folder["a.txt"], "old");

        Should.Throw<InvalidOperationException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("half-way");
        }));

        File.ReadAllText(_folder["a.txt"]).ShouldBe("old");
        Directory.GetFiles(_folder.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void Write_DescriptorInheritedByAnotherProcess_LeavesTheFileFree()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string path = _folder["a.txt"];
        int inherited = -1;

        AtomicFile.Write(path, stream => inherited = Duplicate(((FileStream)stream).SafeFileHandle.DangerousGetHandle().ToInt32()));

        try
        {
            File.WriteAllText(path, "by others");
            File.ReadAllText(path).ShouldBe("by others");
        }
        finally
        {
            _ = Close(inherited);
        }
    }

    [Fact]
    public void Write_DeviceFull_SaysSoAndKeepsTheOldFile()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        File.WriteAllText(_folder["a.txt"], "old");
        IOException error = Should.Throw<IOException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write("new"u8);
            full.Flush();
        }));

        StorageFull.Caused(error).ShouldBeTrue(error.Message);
        File.ReadAllText(_folder["a.txt"]).ShouldBe("old");
        Directory.GetFiles(_folder.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void Caused_OtherFailure_IsNot()
        => StorageFull.Caused(Should.Throw<IOException>(() => File.ReadAllText(_folder["missing"]))).ShouldBeFalse();

    [Fact]
    public void DeleteLeftovers_KilledWriter_DeletesTemporaryFilesAlone()
    {
        AtomicFile.WriteText(_folder["a.txt"], "whole");
        File.WriteAllText(_folder[".a.txt.123-4.tmp"], "ha");
        File.WriteAllText(_folder["mine.tmp"], "mine");

        RunFiles.DeleteLeftovers(_folder.FullPath).ShouldBe(1);
        RunFiles.DeleteLeftovers(_folder["missing"]).ShouldBe(0);

        Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName).Order().ShouldBe(["a.txt", "mine.tmp"]);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
