namespace Xmrl.Watch.Comparing;

/// <summary>A table of text.</summary>
/// <param name="Headers">Heads of its columns.</param>
/// <param name="Rows">Cells by row.</param>
internal sealed record ComparisonTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);
