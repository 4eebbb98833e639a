using System.Collections.Immutable;

namespace Xmrl.Reproduction;

/// <summary>A picture of cells, as a paper draws them: curves over columns, or bars of one column.</summary>
internal sealed record FigurePicture
{
    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>What its values are, with the unit.</summary>
    public required string Axis { get; init; }

    /// <summary>The columns, from left to right; one alone makes bars.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>What stands below the columns; as many as there are columns.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>The rows that are drawn as lines or bars.</summary>
    public required ImmutableArray<string> Rows { get; init; }

    /// <summary>Rows that the others are compared with, such as an optimum or a bound: dashed lines.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];
}
