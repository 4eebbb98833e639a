using System.Runtime.CompilerServices;
using Xmrl.Fixtures;
using Xmrl.MetaWorld.Installation;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>A test that simulates Meta-World; skipped, with the reason, where libmujoco 2.2.2 or the model files are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MetaWorldFactAttribute : FactAttribute
{
    public MetaWorldFactAttribute() => Skip = ModelFiles.Installed is { Folder: null } files ? files.Sentence : null;

    /// <summary>Model files beside the repository serve where the user names none.</summary>
    [ModuleInitializer]
    internal static void Name()
    {
        string beside = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "assets", "metaworld");
        if (Environment.GetEnvironmentVariable(ModelFiles.Variable) is null && Directory.Exists(beside))
        {
            Environment.SetEnvironmentVariable(ModelFiles.Variable, beside);
        }
    }
}
