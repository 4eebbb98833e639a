namespace Xmrl.Runs.Reports.Explanations;

/// <summary>How much a training task matters for the poor tasks.</summary>
internal sealed record ReportInfluence
{
    /// <summary>Importance weight ω; higher matters more.</summary>
    public required double Weight { get; init; }

    /// <summary>Lower end of the interval; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary>Why there is no interval, in a few words; null where there is one.</summary>
    public string? NoInterval { get; init; }

    /// <summary>1 for the heaviest task.</summary>
    public required int Rank { get; init; }
}
