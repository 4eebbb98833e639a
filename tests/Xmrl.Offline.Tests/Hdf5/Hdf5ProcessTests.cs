using Xmrl.Fixtures;
using Xmrl.Offline.Hdf5;

namespace Xmrl.Offline.Tests.Hdf5;

/// <summary>What the process that reads may do, played by programs that every Linux has.</summary>
public sealed class Hdf5ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public Hdf5ProcessTests()
    {
        _file = _folder["steps.hdf5"];
        File.WriteAllText(_file, "no HDF5");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Convert_ProcessThatSaysWhatIsWrong_IsASentenceWithTheFile()
        => Refused("echo there is no data set /rewards; exit 1").ShouldBe($"{_file}: there is no data set /rewards.");

    [Fact]
    public void Convert_ProcessThatCrashes_IsASentenceWithTheFile()
    {
        Refused("echo 'Stack overflow.' >&2; kill -ABRT $$").ShouldBe(
            $"{_file} is damaged: it ended the process that read it (exit code 134).");
        Refused("exit 1").ShouldContain("(exit code 1)");
    }

    [Fact]
    public void Convert_ProcessThatTakesTooLong_IsEnded()
    {
        var process = new Hdf5Process(["sh", "-c", "sleep 60"]) { TimeLimit = TimeSpan.FromSeconds(0.2) };
        Should.Throw<InvalidDataException>(() => process.Convert(_file, default)).Message.ShouldBe($"{_file} was not read within 0.2 s.");
    }

    [Fact]
    public void Convert_Cancelled_EndsTheProcess()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        var process = new Hdf5Process(["sh", "-c", "sleep 60"]);
        Should.Throw<OperationCanceledException>(() => process.Convert(_file, source.Token));
    }

    [Fact]
    public void Convert_ProcessGetsFileMemoryLimitAndNewArchive()
    {
        // sh -c counts the arguments after the script from $0.
        var process = new Hdf5Process(["sh", "-c", "echo $DOTNET_GCHeapHardLimit $0 $1; exit 1"]) { MemoryLimit = 1 << 20 };
        string message = Should.Throw<InvalidDataException>(() => process.Convert(_file, default)).Message;
        message.ShouldStartWith($"{_file}: 100000 {_file} ");
        string archive = message.TrimEnd('.').Split(' ')[^1];
        archive.ShouldEndWith("steps.npz");
        Directory.Exists(Path.GetDirectoryName(archive)).ShouldBeFalse();
    }

    [Fact]
    public void Convert_NoProgramOrFile_IsASentence()
    {
        Should.Throw<IOException>(() => new Hdf5Process(["no-such-program"]).Convert(_file, default)).Message
            .ShouldContain("no-such-program, cannot be started");
        Should.Throw<FileNotFoundException>(() => new Hdf5Process(["sh"]).Convert(_folder["nothing.h5"], default));
    }

    [Fact]
    public void FileOf_FilesAndFolders_TellsHdf5ByItsEnd()
    {
        Hdf5Process.FileOf("a.npz").ShouldBeNull();
        Hdf5Process.FileOf("a.HDF5").ShouldBe("a.HDF5");
        Hdf5Process.FileOf("a.h5").ShouldBe("a.h5");
        Should.Throw<InvalidDataException>(() => Hdf5Process.FileOf(_folder.FullPath)).Message.ShouldContain("without data/main_data.hdf5");
        Directory.CreateDirectory(_folder["data"]);
        File.WriteAllText(_folder["data/main_data.hdf5"], "");
        Hdf5Process.FileOf(_folder.FullPath).ShouldBe(_folder["data/main_data.hdf5"]);
    }

    private string Refused(string script) => Should.Throw<InvalidDataException>(
        () => new Hdf5Process(["sh", "-c", script]).Convert(_file, default)).Message;
}
