namespace Xmrl.Runs.Comparison;

/// <summary>Names and values of a configuration as runs store it, for comparing two of them; a text of another form gives odd names, never
/// an error.</summary>
internal static class FlatConfiguration
{
    /// <summary>One entry per line that holds a value: the keys above it joined by dots, each name once.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(string yaml)
    {
        var above = new Stack<(int Indent, string Key)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in yaml.Split('\n'))
        {
            string text = line.TrimStart(' ', '-');
            int indent = line.Length - text.Length;
            while (above.TryPeek(out (int Indent, string Key) last) && last.Indent >= indent)
            {
                above.Pop();
            }

            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (text.Trim().Length == 0 || text[0] == '#' || colon < 0)
            {
                continue;
            }

            string key = text[..colon];
            string value = text[(colon + 1)..].Trim();
            if (value.Length == 0)
            {
                above.Push((indent, key));
                continue;
            }

            string name = string.Join('.', above.Reverse().Select(static level => level.Key).Append(key));
            string unique = name;
            for (int number = 2; !names.Add(unique); number++)
            {
                unique = $"{name}#{number}";
            }

            yield return KeyValuePair.Create(unique, value);
        }
    }
}
