using Xmrl.Statistics;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>A cell of the table with our figures beside the paper's. Figures over seeds; null where there are too few.</summary>
internal sealed record CellResult
{
    /// <summary>The row.</summary>
    public required string Row { get; init; }

    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Seeds of <see cref="Values"/>, ascending.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>One value per seed.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Their mean; null without any.</summary>
    public double? Mean { get; init; }

    /// <summary>Their standard deviation (n − 1); from two seeds.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>95 % interval of the mean (of shares by their range, else Student's t), or the reason why there is none; null without
    /// values.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Interquartile mean; from four seeds, below which it is the mean.</summary>
    public double? Iqm { get; init; }

    /// <summary>The paper's figure; null for cells of ours.</summary>
    public PaperValue? Paper { get; init; }

    /// <summary>The verdict; null for cells of ours.</summary>
    public CellVerdict? Verdict { get; init; }
}
