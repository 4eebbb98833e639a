namespace Xmrl.Training.Configuration;

/// <summary>Finds what somebody probably meant who mistyped a name.</summary>
internal static class NearestName
{
    private const int LengthLimit = 64;

    /// <summary>The known name with the fewest edits, if they are few for its length.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">Names that exist.</param>
    /// <returns>The nearest (the first of equals), or null if none is near.</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        int fewest = int.MaxValue;
        foreach (string candidate in known)
        {
            int edits = Distance(name, candidate);
            if (edits < fewest && edits <= Math.Max(1, Math.Max(name.Length, candidate.Length) / 3))
            {
                (best, fewest) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>" Did you mean …?", or the known names if none is near and they are few, to append to a sentence.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="known">Names that exist.</param>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return Find(name, known) is string near ? $" Did you mean {near}?"
            : known.Count == 0 ? " Nothing is known here."
            : $" Known: {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein distance without regard to case; a swap of neighbours counts as one edit.</summary>
    internal static int Distance(string first, string second)
    {
        if (first.Length > LengthLimit || second.Length > LengthLimit)
        {
            return int.MaxValue;
        }

        int[,] edits = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                bool same = Same(first[i - 1], second[j - 1]);
                edits[i, j] = Math.Min(
                    edits[i - 1, j - 1] + (same ? 0 : 1),
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(first[i - 1], second[j - 2]) && Same(first[i - 2], second[j - 1]))
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[first.Length, second.Length];
    }

    private static bool Same(char first, char second) => char.ToLowerInvariant(first) == char.ToLowerInvariant(second);
}
