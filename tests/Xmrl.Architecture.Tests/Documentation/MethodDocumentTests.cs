using Xmrl.Experiments.Methods;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>Every method has its row in the document, and the document has no others.</summary>
public sealed class MethodDocumentTests
{
    private const string Document = "docs/algorithms/improvement.md";

    [Fact]
    public void Document_FirstTable_HasARowForEveryMethod()
    {
        IEnumerable<string> rows = Repository.ReadLines(Document)
            .SkipWhile(line => !line.StartsWith("| name | source |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

        rows.Select(row => row.Split('`')[1]).ShouldBe(MethodTable.Standard.All.Select(method => method.Title), ignoreOrder: true);
    }

    [Fact]
    public void Document_MeaningOfTheStrength_NamesEveryMethod()
    {
        string row = Repository.ReadLines(Document).Single(line => line.StartsWith("| `strength` |", StringComparison.Ordinal));

        MethodTable.Standard.All.Select(method => $"`{method.Title}`").Where(name => !row.Contains(name)).ShouldBeEmpty();
    }
}
