namespace Xmrl.Training.Hosting;

/// <summary>One line of the table that a run ends with.</summary>
public sealed record SummaryRow
{
    /// <summary>Method, such as MAML or MAML + XMRL.</summary>
    public required string Method { get; init; }

    /// <summary>What is measured and on which tasks, such as "success, all test tasks".</summary>
    public required string Measure { get; init; }

    /// <summary>The score.</summary>
    public required double Score { get; init; }

    /// <summary>Lower end of the score's 95 % interval; null if there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the score's 95 % interval; null if there is none.</summary>
    public double? High { get; init; }

    /// <summary>Why there is no interval; null where there is one, or none was asked for.</summary>
    public string? NoInterval { get; init; }

    /// <summary>Score minus the base method's; null for the base method.</summary>
    public double? Difference { get; init; }

    /// <summary>p-value of the difference; null if there is none.</summary>
    public double? PValue { get; init; }

    /// <summary>Why the difference has no p-value, such as "no variance"; null where it has one, or there is no difference.</summary>
    public string? NoTest { get; init; }

    /// <summary>A word or two, such as "reproduced"; may be empty.</summary>
    public string Verdict { get; init; } = "";
}
