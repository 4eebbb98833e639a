using Xmrl.Fixtures;

namespace Xmrl.Runs.Tests;

public sealed class AtomicFileTests : IDisposable
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
}
