using Xmrl.Fixtures;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Installation;
using Xmrl.MuJoCo;

namespace Xmrl.MetaWorld.Tests.Installation;

/// <summary>What is missing is said in one sentence.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private static readonly EngineStatus s_engine =
        new() { IsAvailable = true, Sentence = "MuJoCo 2.2.2.", Version = "2.2.2", Probes = [] };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Look_NoFolderNamed_SaysHowToGetTheFiles()
        => Sentence(null).ShouldBe(
            "The model files of Meta-World are not here: name in XMRL_METAWORLD the folder metaworld/assets of Meta-World 3.1.1 "
                + "(https://github.com/Farama-Foundation/Metaworld), which holds sawyer_xyz.");

    [Fact]
    public void Look_OtherFolder_SaysWhatItLacks()
    {
        Sentence(_folder.FullPath).ShouldStartWith($"XMRL_METAWORLD = {_folder.FullPath} is no folder that holds sawyer_xyz: ");
        Directory.CreateDirectory(_folder["sawyer_xyz"]);
        Sentence(_folder.FullPath).ShouldContain(" lacks the file objects/assets/basketball.xml of Meta-World 3.1.1: ");
    }

    [Fact]
    public void Look_OtherVersionOfMuJoCo_SaysWhichIsNeeded()
    {
        EngineStatus newer = s_engine with { Version = "3.12.0", Sentence = "MuJoCo 3.12.0 from somewhere." };
        ModelFiles.Look(_folder.FullPath, newer).Sentence.ShouldBe(
            "Meta-World is computed with MuJoCo 2.2.2, for which its weld is defined here; found: MuJoCo 3.12.0 from somewhere.");
        EngineStatus none = s_engine with { IsAvailable = false, Version = null, Sentence = "libmujoco was not found." };
        ModelFiles.Look(_folder.FullPath, none).Sentence.ShouldBe("libmujoco was not found.");
    }

    [ModelsFact]
    public void Look_DamagedMesh_NamesTheFile()
    {
        Copy();
        ModelFiles.Look(_folder.FullPath, s_engine).Folder.ShouldBe(_folder.FullPath);
        string mesh = Directory.GetFiles(_folder.FullPath, "*.stl", SearchOption.AllDirectories)[0];
        File.WriteAllBytes(mesh, new byte[100]);
        Sentence(_folder.FullPath).ShouldStartWith($"{mesh} is not the file of Meta-World 3.1.1: its SHA-256 begins with ");
    }

    /// <summary>A mesh that the engine does not take, where nobody compared files.</summary>
    [ModelsFact]
    public void Of_MeshThatDoesNotLoad_NamesModelAndReason()
    {
        Copy();
        foreach (string mesh in Directory.GetFiles(_folder.FullPath, "*.stl", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(mesh, new byte[100]);
        }

        string message = Should.Throw<MuJoCoException>(() => ArmModel.Of(_folder.FullPath, "sawyer_drawer")).Message;
        message.ShouldStartWith("MuJoCo does not accept ");
        message.ShouldContain("sawyer_drawer.xml");
    }

    [ModelsFact]
    public void Of_MissingTexture_NamesTheLineThatAsksForIt()
    {
        Copy();
        Directory.Delete(_folder["textures"], recursive: true);
        Should.Throw<MuJoCoException>(() => ArmModel.Of(_folder.FullPath, "sawyer_sweep_v3")).Message.ShouldContain("there is no file ");
    }

    private static string Sentence(string? named)
    {
        ModelFiles found = ModelFiles.Look(named, s_engine);
        found.Folder.ShouldBeNull();
        return found.Sentence;
    }

    private void Copy()
    {
        string from = ModelFiles.Installed.Folder!;
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = _folder[Path.GetRelativePath(from, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }
    }
}
