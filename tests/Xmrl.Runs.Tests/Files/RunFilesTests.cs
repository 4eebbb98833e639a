using System.Net.Sockets;
using Xmrl.Fixtures;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Tests.Files;

public sealed class RunFilesTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly Outside _outside = new();

    /// <summary>Everything that touches a file of a folder.</summary>
    private static readonly Dictionary<string, Action<string>> s_uses = new(StringComparer.Ordinal)
    {
        ["read"] = folder => RunFiles.OpenRead(Path.Combine(folder, "inner")).Dispose(),
        ["text"] = folder => RunFiles.ReadText(Path.Combine(folder, "inner")),
        ["open"] = folder => RunFiles.OpenWrite(Path.Combine(folder, "inner")).Dispose(),
        ["make"] = folder => RunFiles.OpenWrite(Path.Combine(folder, "new")).Dispose(),
        ["append"] = folder => RunFiles.AppendLine(Path.Combine(folder, "inner"), "more"),
        ["claim"] = folder => RunFiles.TryClaim(Path.Combine(folder, "new")),
        ["write"] = folder => RunFiles.WriteText(Path.Combine(folder, "inner"), "other"),
        ["copy"] = folder => RunFiles.Copy(Path.Combine(folder, "inner"), Path.Combine(folder, "new")),
        ["delete"] = folder => RunFiles.Delete(Path.Combine(folder, "inner")),
        ["folder"] = folder => RunFiles.CreateFolder(Path.Combine(folder, "new")),
        ["list"] = folder => RunFiles.List(folder),
        ["folders"] = folder => RunFiles.ListFolders(folder),
        ["leftovers"] = folder => RunFiles.DeleteLeftovers(folder),
        ["damaged"] = folder => RunFiles.KeepDamaged(Path.Combine(folder, "inner")),
        ["tree"] = RunFiles.DeleteTree,
        ["lock"] = folder => RunFiles.Door.Lock(Path.Combine(folder, ".lock"))!.Dispose(),
        ["rename"] = folder => RunFiles.Door.Rename(Path.Combine(folder, "inner"), "new"),
    };

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    public void Dispose()
    {
        _outside.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void AnyUse_FolderIsALink_IsRefusedAndTouchesNothing(string use)
    {
        Directory.CreateSymbolicLink(_folder["link"], _outside.FolderPath);

        IOException error = Should.Throw<IOException>(() => s_uses[use](_folder["link"]));

        error.Message.ShouldStartWith($"{_folder["link"]} is a link;");
        _outside.ShouldBeUntouched();
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void AnyUse_FolderAboveIsALink_IsRefusedAndTouchesNothing(string use)
    {
        Directory.CreateSymbolicLink(_folder["link"], Path.GetDirectoryName(_outside.FolderPath)!);

        Should.Throw<IOException>(() => s_uses[use](_folder["link/folder"])).Message.ShouldStartWith($"{_folder["link"]} is a link;");
        _outside.ShouldBeUntouched();
    }

    [Theory]
    [InlineData("read")]
    [InlineData("text")]
    [InlineData("open")]
    [InlineData("append")]
    [InlineData("copy")]
    [InlineData("damaged")]
    public void AnyUse_FileIsALink_IsRefusedAndTouchesNothing(string use)
    {
        File.CreateSymbolicLink(_folder["inner"], _outside.FilePath);

        Should.Throw<IOException>(() => s_uses[use](_folder.FullPath)).Message.ShouldStartWith($"{_folder["inner"]} is a link;");
        _outside.ShouldBeUntouched();
    }

    [Fact]
    public void Write_NameIsALink_ReplacesTheLinkItself()
    {
        File.CreateSymbolicLink(_folder["inner"], _outside.FilePath);

        RunFiles.WriteText(_folder["inner"], "own");

        File.ReadAllText(_folder["inner"]).ShouldBe("own");
        new FileInfo(_folder["inner"]).LinkTarget.ShouldBeNull();
        _outside.ShouldBeUntouched();
    }

    [Fact]
    public void Write_TemporaryNameIsALink_DoesNotWriteThroughIt()
    {
        File.CreateSymbolicLink(_folder[$".inner.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp"], _outside.FilePath);

        RunFiles.WriteText(_folder["inner"], "own");

        File.ReadAllText(_folder["inner"]).ShouldBe("own");
        _outside.ShouldBeUntouched();
    }

    [Fact]
    public void Delete_Link_DeletesItAlone()
    {
        File.CreateSymbolicLink(_folder["inner"], _outside.FilePath);
        Directory.CreateSymbolicLink(_folder["linked"], _outside.FolderPath);

        RunFiles.Delete(_folder["inner"]);
        RunFiles.Delete(_folder["linked"]);
        RunFiles.Delete(_folder["missing"]);

        Directory.GetFileSystemEntries(_folder.FullPath).ShouldBeEmpty();
        _outside.ShouldBeUntouched();
    }

    [Fact]
    public void DeleteTree_HoldsLinks_DeletesThemAlone()
    {
        Directory.CreateDirectory(_folder["tree/inner"]);
        File.CreateSymbolicLink(_folder["tree/file"], _outside.FilePath);
        Directory.CreateSymbolicLink(_folder["tree/inner/link"], _outside.FolderPath);

        RunFiles.DeleteTree(_folder["tree"]);

        Directory.GetFileSystemEntries(_folder.FullPath).ShouldBeEmpty();
        _outside.ShouldBeUntouched();
    }

    [Fact]
    public void AppendLine_FileHasAnotherNameOutside_LeavesThatAsItIs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Outside.MakeHardLink(_folder["inner"], _outside.FilePath);
        string before = File.ReadAllText(_folder["inner"]);

        RunFiles.AppendLine(_folder["inner"], "!");

        File.ReadAllText(_folder["inner"]).ShouldBe(before + "!\n");
        _outside.ShouldBeUntouched();
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("folder")]
    public async Task Open_NoRegularFile_IsRefusedAtOnce(string kind)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (kind)
        {
            case "pipe":
                Outside.MakePipe(_folder["inner"]);
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(_folder["inner"]));
                break;
            default:
                Directory.CreateDirectory(_folder["inner"]);
                break;
        }

        foreach (string use in new[] { "read", "open", "append", "copy" })
        {
            IOException error = await Should.ThrowAsync<IOException>(Task.Run(() => s_uses[use](_folder.FullPath)).WaitAsync(s_patience));
            error.Message.ShouldBe($"{_folder["inner"]} is a {kind}; expected a regular file.");
        }
    }

    /// <summary>Somebody exchanges the folder and a link to another as fast as they can, while files are written.</summary>
    [Fact]
    public async Task Write_FolderIsExchangedWithALink_NeverReachesItsTarget()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int Rounds = 3000;
        Directory.CreateDirectory(_folder["inner"]);
        using var stop = new CancellationTokenSource();
        var exchange = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(_folder["inner"], _folder["away"]);
                Directory.CreateSymbolicLink(_folder["inner"], _outside.FolderPath);
                File.Delete(_folder["inner"]);
                Directory.Move(_folder["away"], _folder["inner"]);
            }
        });
        int refused = 0;
        int done = 0;
        for (int i = 0; i < Rounds; i++)
        {
            foreach (string use in new[] { "append", "write", "make", "leftovers", "delete" })
            {
                try
                {
                    s_uses[use](_folder["inner"]);
                    done++;
                }
                catch (IOException)
                {
                    refused++;
                }
            }
        }

        await stop.CancelAsync();
        await exchange.WaitAsync(s_patience);
        _outside.ShouldBeUntouched();
        (done > 0, refused > 0).ShouldBe((true, true));
    }

    [Fact]
    public void Resolve_ThroughLinks_NamesWhatTheyLeadTo()
    {
        Directory.CreateDirectory(_folder["a/b"]);
        Directory.CreateSymbolicLink(_folder["one"], "a");
        Directory.CreateSymbolicLink(_folder["two"], _folder["one"]);

        RunFiles.Resolve(_folder["two/b/missing/file"]).ShouldBe(_folder["a/b/missing/file"]);
        RunFiles.Resolve(_folder["a/b"] + "/").ShouldBe(_folder["a/b"]);
    }

    [Fact]
    public void Resolve_LinksInACircle_SaysSo()
    {
        File.CreateSymbolicLink(_folder["a"], _folder["b"]);
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);

        Should.Throw<IOException>(() => RunFiles.Resolve(_folder["a"])).Message.ShouldContain("links");
    }

    [Fact]
    public void OpenRead_LargerThanTheLimit_IsRefused()
    {
        File.WriteAllBytes(_folder["inner"], new byte[11]);

        RunFiles.OpenRead(_folder["inner"], 11).Dispose();
        Should.Throw<InvalidDataException>(() => RunFiles.OpenRead(_folder["inner"], 10)).Message.ShouldBe(
            $"{_folder["inner"]} has 11 bytes; expected at most 10.");
    }

    [Fact]
    public void KeepDamaged_Twice_NumbersTheCopies()
    {
        File.WriteAllText(_folder["inner"], "x");

        RunFiles.KeepDamaged(_folder["inner"]).ShouldBe("inner.damaged-1");
        RunFiles.KeepDamaged(_folder["inner"]).ShouldBe("inner.damaged-2");
        File.ReadAllText(_folder["inner.damaged-2"]).ShouldBe("x");
    }
}
