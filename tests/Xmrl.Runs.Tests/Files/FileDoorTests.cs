using Xmrl.Fixtures;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Tests.Files;

/// <summary>Both ways to files do the same, where both can be had.</summary>
public sealed class FileDoorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Outside _outside = new();

    public static TheoryData<bool> Doors => OperatingSystem.IsLinux() ? [true, false] : [false];

    public void Dispose()
    {
        _outside.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Door_Linux_OpensFolderByFolder()
        => RunFiles.Door.GetType().ShouldBe(OperatingSystem.IsLinux() ? typeof(LinuxFileDoor) : typeof(PortableFileDoor));

    [Theory]
    [MemberData(nameof(Doors))]
    public void Write_NewAndOld_KeepsWhatIsThere(bool isLinux)
    {
        IFileDoor door = Door(isLinux);
        using (FileStream stream = door.Write(_folder["a"], out long names))
        {
            names.ShouldBe(1);
            stream.Write("hello"u8);
        }

        using (FileStream stream = door.Write(_folder["a"], out _))
        {
            stream.Length.ShouldBe(5);
            stream.SetLength(2);
            stream.Position = 2;
            stream.Write("y"u8);
            stream.Flush(flushToDisk: true);
        }

        using FileStream read = door.Read(_folder["a"]);
        using var reader = new StreamReader(read);
        reader.ReadToEnd().ShouldBe("hey");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Create_NameTaken_IsNull(bool isLinux)
    {
        IFileDoor door = Door(isLinux);
        File.CreateSymbolicLink(_folder["dangling"], _folder["nowhere"]);
        using (FileStream? made = door.Create(_folder["a"]))
        {
            made.ShouldNotBeNull();
            door.IsHeld(_folder["a"]).ShouldBeTrue();
        }

        door.IsHeld(_folder["a"]).ShouldBeFalse();
        door.Create(_folder["a"]).ShouldBeNull();
        door.Create(_folder["dangling"]).ShouldBeNull();
        File.Exists(_folder["nowhere"]).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Lock_HeldAndReleased_KeepsOthersOutMeanwhile(bool isLinux)
    {
        IFileDoor door = Door(isLinux);
        using (IDisposable? held = door.Lock(_folder[".lock"]))
        {
            held.ShouldNotBeNull();
            door.IsHeld(_folder[".lock"]).ShouldBeTrue();
            door.Lock(_folder[".lock"]).ShouldBeNull();
            Door(!isLinux && OperatingSystem.IsLinux()).IsHeld(_folder[".lock"]).ShouldBeTrue("Both ways see each other's locks.");
        }

        File.Exists(_folder[".lock"]).ShouldBeFalse();
        door.IsHeld(_folder[".lock"]).ShouldBeFalse();
        using IDisposable? again = door.Lock(_folder[".lock"]);
        again.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Links_FileAndFolder_AreRefused(bool isLinux)
    {
        IFileDoor door = Door(isLinux);
        File.CreateSymbolicLink(_folder["file"], _outside.FilePath);
        Directory.CreateSymbolicLink(_folder["folder"], _outside.FolderPath);

        Action[] uses =
        [
            () => door.Read(_folder["file"]),
            () => door.Write(_folder["file"], out _),
            () => door.Read(_folder["folder/inner"]),
            () => door.Write(_folder["folder/inner"], out _),
            () => door.Create(_folder["folder/new"]),
            () => door.Lock(_folder["folder/.lock"]),
            () => door.Lock(_folder["file"]),
            () => door.Delete(_folder["folder/inner"]),
            () => door.Rename(_folder["folder/inner"], "other"),
            () => door.CreateFolder(_folder["folder/new"]),
            () => door.HasFolder(_folder["folder"]),
        ];
        foreach (Action use in uses)
        {
            Should.Throw<IOException>(use).Message.ShouldContain(" is a link;");
        }

        _outside.ShouldBeUntouched();
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Missing_FileOrFolder_SaysSo(bool isLinux)
    {
        IFileDoor door = Door(isLinux);

        Should.Throw<FileNotFoundException>(() => door.Read(_folder["a"]));
        Should.Throw<DirectoryNotFoundException>(() => door.Read(_folder["a/b"]));
        door.HasFolder(_folder["a/b"]).ShouldBeFalse();
        door.Delete(_folder["a"]);
        door.Delete(_folder["a/b"]);
        door.CreateFolder(_folder["a/b/c"]);
        door.CreateFolder(_folder["a/b/c"]);
        door.HasFolder(_folder["a/b/c"]).ShouldBeTrue();
        door.Rename(_folder["a/b"], "d");
        door.DeleteFolder(_folder["a/d/c"]);
        Directory.GetFileSystemEntries(_folder["a"], "*", SearchOption.AllDirectories).ShouldBe([_folder["a/d"]]);
    }

    [Fact]
    public void Read_NoPermission_IsAnAccessFault()
    {
        if (!OperatingSystem.IsLinux() || Environment.IsPrivilegedProcess)
        {
            return;
        }

        File.WriteAllText(_folder["a"], "");
        File.SetUnixFileMode(_folder["a"], UnixFileMode.None);

        Should.Throw<UnauthorizedAccessException>(() => RunFiles.OpenRead(_folder["a"]));
    }

    private static IFileDoor Door(bool isLinux) => isLinux ? new LinuxFileDoor() : new PortableFileDoor();
}
