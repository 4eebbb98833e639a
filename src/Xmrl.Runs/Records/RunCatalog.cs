using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <summary>Finds runs in a folder.</summary>
internal static class RunCatalog
{
    /// <summary>How many folders deep runs are looked for: groups of groups of runs, and the runs inside a run.</summary>
    private const int Depth = 4;

    /// <summary>All runs at or below a folder, also those that belong to another run.</summary>
    /// <param name="folder">Where to look; need not exist.</param>
    /// <returns>By path; links are not followed.</returns>
    public static IReadOnlyList<RunSummary> Find(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var found = new List<RunSummary>();
        Search(RunFiles.Resolve(folder), Depth, found);
        return found;
    }

    private static void Search(string folder, int depth, List<RunSummary> found)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        if (RunDirectory.IsRun(folder))
        {
            found.Add(RunSummary.Of(RunDirectory.OpenPart(folder)));
        }

        if (depth > 0)
        {
            var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
            foreach (string inner in Directory.EnumerateDirectories(folder, "*", options).Order(StringComparer.Ordinal))
            {
                Search(inner, depth - 1, found);
            }
        }
    }
}
