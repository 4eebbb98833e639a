using System.Collections.Immutable;
using Xmrl.Fixtures;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Runs.TensorBoard;

namespace Xmrl.Runs.Tests.Records;

/// <summary>Run folders that hold links, pipes and sizes that somebody else put there.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly ImmutableArray<string> s_columns = ["a"];

    private readonly TemporaryFolder _folder = new();
    private readonly Outside _outside = new();
    private readonly RunDirectory _run;

    public HostileFolderTests() => _run = RunDirectory.Create(_folder["run"], force: false, new RunState { Phase = RunPhase.Running });

    /// <summary>What a process does with a file or folder of a run.</summary>
    private static readonly Dictionary<string, (string Name, bool IsFolder, Action<RunDirectory> Use)> s_uses = new(StringComparer.Ordinal)
    {
        ["metrics"] = ("metrics.jsonl", false, run => MetricsWriter.Open(run.MetricsPath).Dispose()),
        ["mended metrics"] = ("metrics.jsonl", false, run => CurveMender.MendMetrics(run.MetricsPath, 3)),
        ["progress"] = ("progress.csv", false, run => ProgressCsvWriter.Open(run.ProgressPath, s_columns).Dispose()),
        ["events"] =
            ("tensorboard/base/" + EventWriter.FileName, false,
                run => EventWriter.Open(Path.Combine(run.FullPath, "tensorboard/base", EventWriter.FileName)).Dispose()),
        ["events' folder"] =
            ("tensorboard", true, run => EventWriter.Open(Path.Combine(run.FullPath, "tensorboard/base", EventWriter.FileName)).Dispose()),
        ["lock"] = (".lock", false, run => run.Lock().Dispose()),
        ["checkpoints, saved"] = ("checkpoints", true, run => run.Checkpoints.Save(1, new SafetensorsFile(), "base")),
        ["checkpoints, listed"] = ("checkpoints", true, run => run.Checkpoints.List()),
        ["checkpoints, continued"] = ("checkpoints", true, run => run.Continue()),
        ["checkpoint"] =
            ("checkpoints/base-iteration-00000001.safetensors", false, run => SafetensorsFile.Read(run.Checkpoints.PathOf(1, "base"))),
        ["configuration"] = ("config.yaml", false, run => run.ReadConfiguration()),
        ["commands"] = ("command.txt", false, run => run.ReadCommands()),
        ["environment"] = ("environment.json", false, run => run.ReadEnvironment()),
        ["report"] = ("report.json", false, run => run.ReadReport()),
        ["state"] = ("state.json", false, run => run.ReadState()),
        ["sealed"] = ("tasks.json", false, run => run.Manifest.Seal(run.TasksPath)),
        ["manifest"] = ("manifest.json", false, run => run.Manifest.SealAll()),
        ["evaluations"] = ("evaluations", true, run => run.Evaluations()),
    };

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    public static TheoryData<string> FileUses => [.. s_uses.Where(use => !use.Value.IsFolder).Select(use => use.Key)];

    public void Dispose()
    {
        _outside.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void Use_PlaceHoldsALink_IsRefusedAndNothingOutsideChanges(string use)
    {
        (string name, bool isFolder, Action<RunDirectory> act) = s_uses[use];
        string path = Clear(name);
        _ = isFolder ? Directory.CreateSymbolicLink(path, _outside.FolderPath) : File.CreateSymbolicLink(path, _outside.FilePath);

        Should.Throw<IOException>(() => act(_run)).Message.ShouldContain($"{path} is a link;");

        _outside.ShouldBeUntouched();
    }

    [Theory]
    [MemberData(nameof(FileUses))]
    public async Task Use_PlaceHoldsAPipe_IsRefusedAtOnce(string use)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        (string name, _, Action<RunDirectory> act) = s_uses[use];
        Outside.MakePipe(Clear(name));

        IOException error = await Should.ThrowAsync<IOException>(Task.Run(() => act(_run)).WaitAsync(s_patience));
        error.Message.ShouldContain("is a pipe; expected a regular file.");
    }

    [Fact]
    public void Open_FolderThatTheUserNamesIsALink_WorksInItsTarget()
    {
        Directory.CreateSymbolicLink(_folder["link"], _run.FullPath);

        RunDirectory found = RunDirectory.Open(_folder["link"]);

        found.FullPath.ShouldBe(_run.FullPath);
        MetricsWriter.Open(found.MetricsPath).Dispose();
        Should.Throw<IOException>(() => RunDirectory.OpenPart(_folder["link"]).ReadState()).Message.ShouldContain("is a link");
    }

    [Fact]
    public void SealAll_FolderHoldsLinksAndPipes_ListsRegularFilesAlone()
    {
        File.CreateSymbolicLink(_run.File("file"), _outside.FilePath);
        Directory.CreateSymbolicLink(_run.File("outside"), _outside.FolderPath);
        Directory.CreateSymbolicLink(_run.File("itself"), _run.FullPath);
        File.WriteAllText(_run.File("own"), "");
        if (OperatingSystem.IsLinux())
        {
            Outside.MakePipe(_run.File("pipe"));
        }

        _run.Finish(RunPhase.Done, "");

        _run.Manifest.Entries.Keys.ShouldBe(["identity.json", "own"]);
    }

    [Fact]
    public void Problems_ListedFileIsALink_NamesIt()
    {
        File.WriteAllText(_run.File("own"), "a line without an end");
        _run.Finish(RunPhase.Done, "");
        File.Delete(_run.File("own"));
        File.CreateSymbolicLink(_run.File("own"), _outside.FilePath);

        _run.Manifest.Problems().Single().Message.ShouldContain("is a link");
        _run.Manifest.IsWhole(_run.File("own")).ShouldBeFalse("The content is that of the file, but it is not in the folder.");
    }

    [Fact]
    public async Task Find_RunsHoldPipesAndLinks_ListsThemWithTheReason()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string name in new[] { "pipe", "link" })
        {
            Directory.CreateDirectory(_folder[name]);
        }

        Outside.MakePipe(_folder["pipe/state.json"]);
        Outside.MakePipe(_folder["pipe/.lock"]);
        File.CreateSymbolicLink(_folder["link/state.json"], _run.StatePath);

        IReadOnlyList<RunSummary> found = await Task.Run(() => RunCatalog.Find(_folder.FullPath)).WaitAsync(s_patience);

        found.Select(run => (Path.GetFileName(run.FullPath), run.Status))
            .ShouldBe([("link", "unreadable"), ("pipe", "unreadable"), ("run", "interrupted")]);
        found[0].Problem!.ShouldContain("is a link");
        found[1].Problem!.ShouldContain("is a pipe");
    }

    [Fact]
    public void Read_FileOfThreeGigabytesWithoutContent_IsRefusedBeforeItIsRead()
    {
        string path = _run.Checkpoints.PathOf(1, "base");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(3L << 30);
        }

        Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(path)).Message.ShouldBe(
            $"{path} has {3L << 30} bytes; expected at most {1L << 31}.");
    }

    [Fact]
    public void Read_DamagedDataOfAQuarterGigabyte_TakesNoMemoryForThem()
    {
        const int Length = 1 << 28;
        string path = _run.Checkpoints.PathOf(1, "base");
        var small = new SafetensorsFile();
        small.Tensors["a"] = StoredTensor.Of<double>([1.0], 1);
        small.Write(path);
        byte[] whole = File.ReadAllBytes(path);

        // The header says a larger tensor, with the hash of another file; padding keeps its length.
        string header = System.Text.Encoding.ASCII.GetString(whole, 8, whole.Length - 16);
        string larger = header.TrimEnd()
            .Replace("\"shape\":[1]", $"\"shape\":[{Length / 8}]", StringComparison.Ordinal)
            .Replace("[0,8]", $"[0,{Length}]", StringComparison.Ordinal);
        using (FileStream stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes((long)larger.Length));
            stream.Write(System.Text.Encoding.ASCII.GetBytes(larger));
            stream.SetLength(8 + larger.Length + Length);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => SafetensorsFile.Read(path)).Message.ShouldContain("the file is damaged");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Length / 16);
    }

    private string Clear(string name)
    {
        string path = Path.Combine(_run.FullPath, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }

        File.Delete(path);
        return path;
    }
}
