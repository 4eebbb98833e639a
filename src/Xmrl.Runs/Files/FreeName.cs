namespace Xmrl.Runs.Files;

/// <summary>Finds the first of numbered names that is free.</summary>
public static class FreeName
{
    /// <summary>The first of name(from), name(from + 1), … that can be taken.</summary>
    /// <param name="name">Path by number.</param>
    /// <param name="take">Takes a path, or says that it is not free; null for paths at which there is nothing, which are not claimed
    /// against others.</param>
    /// <param name="from">The first number.</param>
    /// <returns>The path.</returns>
    public static string First(Func<int, string> name, Predicate<string>? take = null, int from = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (int number = from; ; number++)
        {
            string path = name(number);
            if (take is null ? !Path.Exists(path) : take(path))
            {
                return path;
            }
        }
    }
}
