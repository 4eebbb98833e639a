using System.Diagnostics;
using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Native;

public sealed class EngineLibraryTests
{
    private const string AnyLibrary = "/lib/x86_64-linux-gnu/libm.so.6";

    [Fact]
    public void Status_Always_SaysWhatWasProbed()
    {
        EngineStatus status = MuJoCoEngine.Status;
        status.Sentence.ShouldNotBeNullOrWhiteSpace();
        status.IsAvailable.ShouldBe(status.Version is not null);
        if (status.IsAvailable)
        {
            status.Probes[^1].Outcome.ShouldBe("loaded");
            MuJoCoEngine.LoadedVersion.ShouldBe(status.Version);
        }
        else
        {
            Should.Throw<MuJoCoException>(() => MuJoCoEngine.Library).Message.ShouldBe(status.Sentence);
        }
    }

    [LinuxFact]
    public void Load_VariableNamesNothing_IsOneSentenceAndNothingElseIsTried()
    {
        (EngineLibrary? library, EngineStatus status) = Load("/nowhere/libmujoco.so");
        library.ShouldBeNull();
        status.IsAvailable.ShouldBeFalse();
        status.Sentence.ShouldBe("XMRL_MUJOCO = /nowhere/libmujoco.so names no library that loads: no such file.");
        status.Probes.ShouldHaveSingleItem().Place.ShouldBe("/nowhere/libmujoco.so (XMRL_MUJOCO)");
    }

    [LinuxFact]
    public void Load_AnotherLibrary_IsOneSentence()
    {
        if (File.Exists(AnyLibrary))
        {
            Load(AnyLibrary).Status.Sentence.ShouldBe($"{AnyLibrary} is not a MuJoCo library: it has no mj_version.");
        }
    }

    [LinuxFact]
    public void Load_NoLibraryAtAll_IsOneSentence()
    {
        string file = Path.GetTempFileName();
        Load(file).Status.Sentence.ShouldStartWith($"XMRL_MUJOCO = {file} names no library that loads: does not load: ");
        File.Delete(file);
    }

    [CompilerFact]
    public void Load_AnotherVersion_IsOneSentenceThatNamesBoth()
    {
        using var library = new FakeLibrary(
            "int mj_version(void) { return 323; } const char* mj_versionString(void) { return \"3.2.3\"; }");
        string sentence = Load(library.Path).Status.Sentence;
        sentence.ShouldStartWith($"{library.Path} is MuJoCo 3.2.3, whose structs are not known here; supported are 2.2.2, 3.3.0, ");
        sentence.Count(character => character == '\n').ShouldBe(0);
    }

    [LinuxFact]
    public void Load_FolderWithoutLibrary_IsOneSentence()
    {
        string folder = Directory.CreateTempSubdirectory("xmrl-").FullName;
        Load(folder).Status.Sentence.ShouldBe($"XMRL_MUJOCO = {folder} names no library that loads: no libmujoco.so.");
        Directory.Delete(folder);
    }

    /// <summary>A release as it unpacks; what it holds does not fit, so the search goes on as if it were not there.</summary>
    [CompilerFact]
    public void Load_ReleaseOfAnotherVersion_IsPassedOver()
    {
        using var library = new FakeLibrary(
            "int mj_version(void) { return 323; } const char* mj_versionString(void) { return \"3.2.3\"; }",
            System.IO.Path.Combine("lib", "libmujoco.so.3.2.3"));
        EngineStatus status = EngineLibrary.Load(null, library.Folder, LayoutCheck.Require).Status;
        EngineStatus without = EngineLibrary.Load(null, null, LayoutCheck.Require).Status;

        status.Probes[0].ShouldBe(new LibraryProbe($"{library.Path} (MUJOCO_PATH)", "is MuJoCo 3.2.3, not supported"));
        status.IsAvailable.ShouldBe(without.IsAvailable);
        status.Probes.Skip(1).ShouldBe(without.Probes);
        if (without.IsAvailable)
        {
            status.Sentence.ShouldBe(without.Sentence);
        }
        else
        {
            status.Sentence.ShouldStartWith($"{library.Path} is MuJoCo 3.2.3, whose structs are not known here; supported are ");
        }
    }

    [CompilerFact]
    public void Load_FolderOfSeveralVersions_TakesTheNewestThatIsSupported()
    {
        using var folder = new FakeLibrary(
            "int mj_version(void) { return 999; } const char* mj_versionString(void) { return \"9.9.9\"; }", "libmujoco.so.9.9.9");
        folder.Add(
            "int mj_version(void) { return 330; } const char* mj_versionString(void) { return \"3.3.0\"; }", "libmujoco.so.3.3.0");
        folder.Add("int mj_version(void) { return 331; } const char* mj_versionString(void) { return \"3.3.1\"; }", "libmujoco.so.3.3.1");

        Load(folder.Folder).Status.Probes.Select(probe => (Path.GetFileName(probe.Place.Split(" (")[0]), probe.Outcome)).ShouldBe(
        [
            ("libmujoco.so.9.9.9", "is MuJoCo 9.9.9, not supported"),
            ("libmujoco.so.3.3.1", "cannot be used"),
            ("libmujoco.so.3.3.0", "cannot be used"),
        ]);
    }

    [CompilerFact]
    public void Load_NumberThatIsNotTheVersions_IsNotSupported()
    {
        using var library = new FakeLibrary(
            "int mj_version(void) { return 331; } const char* mj_versionString(void) { return \"3.3.0\"; }");
        Load(library.Path).Status.Probes.ShouldHaveSingleItem().Outcome.ShouldBe("is MuJoCo 3.3.0, not supported");
    }

    [CompilerFact]
    public void Load_RightVersionWithoutItsFunctions_IsOneSentence()
    {
        using var library = new FakeLibrary(
            "int mj_version(void) { return 222; } const char* mj_versionString(void) { return \"2.2.2\"; }");
        Load(library.Path).Status.Sentence.ShouldStartWith(
            $"{library.Path} says that it is MuJoCo 2.2.2 but cannot be used: ");
    }

    [MuJoCoFact]
    public void Require_OtherLayout_NamesTheField()
    {
        EngineLayout layout = MuJoCoEngine.Library.Layout;
        string[] fields =
        [
            "body_mass", "body_inertia", "body_pos", "qpos0", "jnt_range", "jnt_stiffness", "dof_armature", "dof_damping", "geom_size",
            "opt.gravity", "opt.timestep", "actuator_gear", "actuator_ctrlrange",
        ];
        foreach (string field in fields)
        {
            // The neighbour that lies one number or one pointer further.
            var moved = new EngineLayout(
                layout.Version, layout.Number,
                [.. layout.Model.Values.Select(row => row.Name == field ? row with { Offset = row.Offset + 8 } : row)],
                layout.Data.Values, layout.Warnings)
            {
                Files = layout.Files,
            };
            Should.Throw<MuJoCoException>(() => LayoutCheck.Require(MuJoCoEngine.Library.With(moved))).Message.ShouldContain(field);
        }
    }

    /// <summary>A shared library compiled from a line of C.</summary>
    private sealed class FakeLibrary : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xmrl-");

        public FakeLibrary(string code, string name = "libfake.so")
        {
            Path = System.IO.Path.Combine(Folder, name);
            Add(code, name);
        }

        public string Folder => _folder.FullName;

        public string Path { get; }

        public void Add(string code, string name)
        {
            string source = System.IO.Path.Combine(Folder, "fake.c");
            string file = System.IO.Path.Combine(Folder, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(source, code);
            using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", file, source]);
            compiler.WaitForExit();
            compiler.ExitCode.ShouldBe(0);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }

    private static (EngineLibrary? Library, EngineStatus Status) Load(string variable)
        => EngineLibrary.Load(variable, null, LayoutCheck.Require);
}
