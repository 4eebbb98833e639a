namespace Xmrl.Autodiff;

/// <summary>Shape of a node: rows (features) by columns (samples).</summary>
/// <param name="Rows">Number of rows, ≥ 1.</param>
/// <param name="Columns">Number of columns, ≥ 1, or <see cref="Batch"/> for the number of samples that a run brings, or −m for m columns
/// per sample.</param>
public readonly record struct Shape(int Rows, int Columns)
{
    /// <summary>Stands for the number of samples, known only when a program runs.</summary>
    public const int Batch = -1;

    /// <summary>One number.</summary>
    public static readonly Shape Scalar = new(1, 1);

    /// <summary>True if the columns are samples, one or several of each.</summary>
    public bool IsWide => Columns < 0;

    /// <summary>Columns per sample; 0 if the columns are not samples.</summary>
    internal int Multiplicity => IsWide ? -Columns : 0;

    /// <summary>The number of columns in a run over <paramref name="batch"/> samples.</summary>
    /// <param name="batch">Number of samples.</param>
    /// <returns>The number of columns.</returns>
    public int ColumnsFor(int batch) => IsWide ? Multiplicity * batch : Columns;

    /// <inheritdoc/>
    public override string ToString() => $"[{Rows}, {(IsWide ? (Multiplicity == 1 ? "samples" : $"{Multiplicity}·samples") : Columns)}]";
}
