namespace Xmrl.Reproduction;

/// <summary>One cell of a table.</summary>
/// <param name="Row">The row, usually a method, such as SG-MRL.</param>
/// <param name="Column">The column, usually an environment or a measure, such as "1 step".</param>
/// <param name="Paper">The paper's figure; null for a cell of ours beside the table, which gets no verdict.</param>
internal sealed record ReproductionCell(string Row, string Column, PaperValue? Paper)
{
    /// <summary>Name of the cell in values and claims.</summary>
    public string Key => KeyOf(Row, Column);

    /// <summary>The key of a row and a column.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <returns>Both, with a bar between.</returns>
    public static string KeyOf(string row, string column) => $"{row} | {column}";
}
