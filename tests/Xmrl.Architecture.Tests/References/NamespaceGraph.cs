using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.References;

/// <summary>Which of our namespaces names types of which.</summary>
internal sealed partial class NamespaceGraph
{
    private readonly ILookup<string, string> _next;

    /// <summary>A graph.</summary>
    /// <param name="references">Its edges.</param>
    public NamespaceGraph(IEnumerable<NamespaceReference> references)
        => _next = references.Distinct().ToLookup(reference => reference.From, reference => reference.To, StringComparer.Ordinal);

    /// <summary>Groups of namespaces each of which reaches all others of its group, in ordinal order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles
    {
        get
        {
            Dictionary<string, HashSet<string>> reach = _next.ToDictionary(group => group.Key, group => Reach(group.Key));
            return
            [
                .. reach.Keys.Where(name => reach[name].Contains(name))
                    .GroupBy(name => string.Join(' ', reach[name].Where(other => Reaches(other, name)).Order(StringComparer.Ordinal)))
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => group.Order(StringComparer.Ordinal).ToArray()),
            ];

            bool Reaches(string from, string to) => reach.TryGetValue(from, out HashSet<string>? reached) && reached.Contains(to);
        }
    }

    /// <summary>The product's: from compiled libraries, and from <c>using</c> lines for what compilation leaves no trace of, as constants
    /// and documentation.</summary>
    public static NamespaceGraph OfProduct() => new(
    [
        .. Repository.Projects.SelectMany(path => CompiledNamespaces.Of(Path.GetFileNameWithoutExtension(path)))
            .Concat(Repository.TextFiles.Where(IsProduct).SelectMany(path => OfSource(Repository.Read(path))))
            .Where(reference => IsOurs(reference.From) && IsOurs(reference.To)),
    ]);

    /// <summary>What a source file's <c>using</c> lines name.</summary>
    internal static IEnumerable<NamespaceReference> OfSource(string text)
        => Declaration().Match(text) is { Success: true } declaration
            ? Using().Matches(text).Select(match => new NamespaceReference(declaration.Groups["name"].Value, match.Groups["name"].Value))
            : [];

    private static bool IsProduct(string path)
        => path.EndsWith(".cs", StringComparison.Ordinal)
            && (path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("benchmarks/", StringComparison.Ordinal));

    private static bool IsOurs(string name) => name == "Xmrl" || name.StartsWith("Xmrl.", StringComparison.Ordinal);

    private HashSet<string> Reach(string from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_next[from]);
        while (open.TryPop(out string? name))
        {
            if (reached.Add(name))
            {
                foreach (string further in _next[name])
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();
}
