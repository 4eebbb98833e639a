using System.Reflection;
using System.Security.Cryptography;
using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Installation;

/// <summary>The model files and meshes of Meta-World, which a user installs: where they are, and whether they are the right ones.</summary>
internal sealed record ModelFiles
{
    /// <summary>Environment variable that names their folder.</summary>
    public const string Variable = "XMRL_METAWORLD";

    /// <summary>How to get them.</summary>
    public const string Advice =
        "name in " + Variable + " the folder metaworld/assets of Meta-World 3.1.1 (https://github.com/Farama-Foundation/Metaworld), which "
            + "holds sawyer_xyz";

    private const string Release = "Meta-World 3.1.1";

    private static readonly Lock s_looking = new();

    private static ModelFiles? s_found;

    /// <summary>The folder; null where the files cannot be used.</summary>
    public string? Folder { get; private init; }

    /// <summary>One sentence: where they are, or what is wrong and how to mend it.</summary>
    public required string Sentence { get; init; }

    /// <summary>Those of this process, looked for again where the variable has changed; the engine is asked for first.</summary>
    public static ModelFiles Installed
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable(Variable);
            lock (s_looking)
            {
                return s_found is { } found && found.Named == named
                    ? found
                    : s_found = Look(named, MuJoCoEngine.Status) with { Named = named };
            }
        }
    }

    /// <summary>What the variable said.</summary>
    private string? Named { get; init; }

    /// <summary>Looks at engine and files.</summary>
    /// <param name="named">Value of <see cref="Variable"/>.</param>
    /// <param name="engine">Whether MuJoCo can be used.</param>
    internal static ModelFiles Look(string? named, MuJoCo.EngineStatus engine)
    {
        if (!engine.IsAvailable)
        {
            return new() { Sentence = engine.Sentence };
        }

        if (engine.Version != EngineLayouts.Default)
        {
            return Unusable(
                $"Meta-World is computed with MuJoCo {EngineLayouts.Default}, for which its weld is defined here; found: "
                    + engine.Sentence);
        }

        return string.IsNullOrEmpty(named) ? Unusable($"The model files of Meta-World are not here: {Advice}.") : Look(named);
    }

    private static ModelFiles Look(string named)
    {
        string folder = Path.GetFullPath(named);
        if (!Directory.Exists(Path.Combine(folder, "sawyer_xyz")))
        {
            return Unusable($"{Variable} = {named} is no folder that holds sawyer_xyz: {Advice}.");
        }

        foreach ((string name, string hash) in Expected())
        {
            string path = Path.Combine(folder, name);
            if (!File.Exists(path))
            {
                return Unusable($"{Variable} = {named} lacks the file {name} of {Release}: {Advice}.");
            }

            try
            {
                using FileStream file = File.OpenRead(path);
                string found = Convert.ToHexStringLower(SHA256.HashData(file));
                if (found != hash)
                {
                    return Unusable(
                        $"{path} is not the file of {Release}: its SHA-256 begins with {found[..8]}, expected {hash[..8]}; {Advice}.");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Unusable($"{path} cannot be read: {error.Message}");
            }
        }

        return new() { Folder = folder, Sentence = $"{Release}, model files in {folder}." };
    }

    /// <summary>The model files and meshes with their SHA-256; textures, which nothing is computed from, are not among them.</summary>
    private static IEnumerable<(string Name, string Hash)> Expected()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("models.sha256")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return (words[1], words[0]);
        }
    }

    private static ModelFiles Unusable(string sentence) => new() { Sentence = sentence };
}
