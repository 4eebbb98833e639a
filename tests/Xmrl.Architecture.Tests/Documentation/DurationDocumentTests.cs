using System.Text.RegularExpressions;
using Xmrl.Experiments.Definitions;
using Xmrl.Studies;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>docs/durations.md says of every experiment and of every table how long it takes, and how that is known.</summary>
public sealed partial class DurationDocumentTests
{
    private const string Document = "docs/durations.md";

    [Fact]
    public void Document_Experiments_HaveARowEach()
        => Named("| experiment |").ShouldBe(ExperimentRegistry.BuiltIn.Listed.Select(known => known.Name), ignoreOrder: true);

    [Fact]
    public void Document_Tables_HaveARowEach()
        => Named("| table |").ShouldBe(StoredTables.Registry.All.Select(table => table.Id), ignoreOrder: true);

    [Fact]
    public void Document_Rows_SayHowTheTimeIsKnown()
        => Rows("| experiment |").Concat(Rows("| table |"))
            .Where(row => !row.Split('|')[^2].Contains("measured", StringComparison.Ordinal)
                && !row.Split('|')[^2].Contains("forecast", StringComparison.Ordinal))
            .ShouldBeEmpty();

    private static IEnumerable<string> Named(string head)
        => Rows(head).SelectMany(row => Code().Matches(row.Split('|')[1]).Select(match => match.Groups["name"].Value));

    private static IEnumerable<string> Rows(string head) => Repository.ReadLines(Document)
        .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Code();
}
