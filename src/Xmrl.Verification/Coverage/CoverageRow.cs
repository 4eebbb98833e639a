namespace Xmrl.Verification.Coverage;

/// <summary>How often the intervals of one figure, law and size cover the truth.</summary>
/// <param name="Law">Name of the law.</param>
/// <param name="IsPromised">Whether the product promises its coverage there.</param>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Size">Scores in a sample, or replicates of an influence.</param>
internal sealed record CoverageRow(string Law, bool IsPromised, string Figure, int Size)
{
    /// <summary>Share of the samples that have an interval.</summary>
    public required double Printed { get; init; }

    /// <summary>Share of these intervals that cover the true figure; NaN without any.</summary>
    public required double Coverage { get; init; }

    /// <summary>Their mean width; NaN without any.</summary>
    public required double Width { get; init; }
}
