using System.Runtime.CompilerServices;
using Xmrl.MetaWorld.Installation;

namespace Xmrl.MetaWorld.Tests;

/// <summary>What these tests need that a machine may lack: libmujoco 2.2.2, the model files, and the stored trajectories.</summary>
internal static class InstalledFiles
{
    private const string ModelsPlace = "shared/assets/metaworld";
    private const string GoldenPlace = "shared/data/metaworld-golden";

    /// <summary>Folder of the stored trajectories; null where there is none.</summary>
    public static string? Golden { get; } = Find(GoldenPlace);

    /// <summary>Why nothing can be simulated here; null where it can.</summary>
    public static string? ModelsReason => ModelFiles.Installed is { Folder: null } files ? files.Sentence : null;

    /// <summary>Why nothing can be compared here; null where it can.</summary>
    public static string? GoldenReason => Golden is null ? $"No folder {GoldenPlace} beside the repository." : null;

    /// <summary>Folder of the model files beside the repository or named by the user; null for none.</summary>
    public static string? Models => Environment.GetEnvironmentVariable(ModelFiles.Variable) ?? Find(ModelsPlace);

    /// <summary>Model files beside the repository serve where the user names none.</summary>
    [ModuleInitializer]
    internal static void Name()
    {
        if (Models is { } folder)
        {
            Environment.SetEnvironmentVariable(ModelFiles.Variable, folder);
        }
    }

    private static string? Find(string place)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, place);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
