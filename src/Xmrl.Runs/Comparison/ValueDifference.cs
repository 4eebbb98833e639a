namespace Xmrl.Runs.Comparison;

/// <summary>A named value in which two runs differ.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">The first run's value; null where it has none.</param>
/// <param name="Second">The second run's value; null where it has none.</param>
internal sealed record ValueDifference(string Name, string? First, string? Second)
{
    /// <summary>Compares two lists of named values.</summary>
    /// <param name="first">The first run's; each name once.</param>
    /// <param name="second">The second run's; each name once.</param>
    /// <returns>Those that differ, in the order of the first run, then those that only the second has.</returns>
    internal static IEnumerable<ValueDifference> Between(
        IEnumerable<KeyValuePair<string, string>> first, IEnumerable<KeyValuePair<string, string>> second)
    {
        var left = new OrderedDictionary<string, string>(first, StringComparer.Ordinal);
        var right = new OrderedDictionary<string, string>(second, StringComparer.Ordinal);
        return left.Keys.Concat(right.Keys.Where(name => !left.ContainsKey(name)))
            .Select(name => new ValueDifference(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name)))
            .Where(static difference => difference.First != difference.Second);
    }
}
