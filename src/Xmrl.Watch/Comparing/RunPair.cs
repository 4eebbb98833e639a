using Xmrl.Runs.Reports.Results;

namespace Xmrl.Watch.Comparing;

/// <summary>Two runs on the same test tasks, by one method.</summary>
internal sealed record RunPair
{
    /// <summary>Id of the run that the other one is compared with.</summary>
    public required string First { get; init; }

    /// <summary>Id of the other run.</summary>
    public required string Second { get; init; }

    /// <summary>Title of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Mean of second − first over tasks, with its 95 % t-interval.</summary>
    public required ReportEstimate Difference { get; init; }

    /// <summary>Score below which a task fails; null where the runs have none or another one.</summary>
    public double? Limit { get; init; }

    /// <summary>Tasks that fail in the first run alone.</summary>
    public required IReadOnlyList<string> NowReached { get; init; }

    /// <summary>Tasks that fail in the second run alone.</summary>
    public required IReadOnlyList<string> NowFailing { get; init; }

    /// <summary>Scores by task.</summary>
    public required IReadOnlyList<PairedTask> Tasks { get; init; }
}
