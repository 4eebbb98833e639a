using System.Text.RegularExpressions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Pages;

/// <summary>A page of the documentation with its fenced blocks.</summary>
internal sealed partial class Page
{
    /// <summary>Reads a page.</summary>
    /// <param name="path">From the repository's folder.</param>
    internal Page(string path)
    {
        Blocks =
        [
            .. Fences().Matches(File.ReadAllText(Path.Combine(Repository.Root, path)))
                .Select(match => (match.Groups["language"].Value, match.Groups["code"].Value)),
        ];
    }

    /// <summary>All blocks in the order of the page.</summary>
    internal IReadOnlyList<(string Language, string Code)> Blocks { get; }

    /// <summary>The lines of all blocks of shell commands, without what a comment says.</summary>
    internal string[] Commands =>
    [
        .. Of("bash").SelectMany(block => block.Split('\n')).Select(line => line.Split(" #")[0].TrimEnd()).Where(line => line.Length > 0),
    ];

    /// <summary>The blocks of a language.</summary>
    internal string[] Of(string language) => [.. Blocks.Where(block => block.Language == language).Select(block => block.Code)];

    [GeneratedRegex(
        "^```(?<language>\\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fences();
}
