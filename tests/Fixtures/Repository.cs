namespace Xmrl.Fixtures;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether stored texts are to be rewritten instead of compared: XMRL_REWRITE=1.</summary>
    public static bool Rewrites => Environment.GetEnvironmentVariable("XMRL_REWRITE") == "1";

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Xmrl.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Xmrl.slnx.");
        }

        return folder;
    }
}
