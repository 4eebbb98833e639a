using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>Every link of the documentation leads somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Documents_LinksToFiles_LeadToFilesAndHeadings()
    {
        var broken = new List<string>();
        foreach (string path in Repository.TextFiles.Where(path => path.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (
                string target in Targets(Repository.Read(path))
                    .Where(target => !target.Contains("://", StringComparison.Ordinal)
                        && !target.StartsWith("mailto:", StringComparison.Ordinal)))
            {
                string[] parts = target.Split('#', 2);
                string file = parts[0].Length == 0
                    ? Path.Combine(Repository.Root, path)
                    : Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, parts[0]));
                if (!Path.Exists(file) || (parts.Length == 2 && !Anchors(File.ReadAllText(file)).Contains(parts[1])))
                {
                    broken.Add($"{path}: {target}");
                }
            }
        }

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Documents_InDocsFolder_AreLinkedFromReadmeOrFromOneAnother()
    {
        string[] documents = [.. Repository.TextFiles.Where(path => path.EndsWith(".md", StringComparison.Ordinal))];
        string[] linked =
        [
            .. documents.SelectMany(
                path => Targets(Repository.Read(path))
                    .Select(target => target.Split('#')[0])
                    .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
                    .Select(
                        target => Path.GetRelativePath(
                            Repository.Root,
                            Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target))).Replace('\\', '/'))),
        ];
        documents.Where(path => path.StartsWith("docs/", StringComparison.Ordinal))
            .Except(linked)
            .ShouldBeEmpty("Nothing leads to these documents.");
    }

    private static IEnumerable<string> Targets(string markdown)
        => Link().Matches(CodeBlock().Replace(markdown, string.Empty)).Select(match => match.Groups["target"].Value);

    private static HashSet<string> Anchors(string markdown) =>
        [
            .. Heading()
            .Matches(CodeBlock().Replace(markdown, string.Empty))
            .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-')),
        ];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
