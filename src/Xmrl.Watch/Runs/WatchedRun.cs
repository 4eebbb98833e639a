using Xmrl.Runs.Reports.Results;

namespace Xmrl.Watch.Runs;

/// <summary>A run in the list of the page.</summary>
internal sealed record WatchedRun
{
    /// <summary>Its folder below the watched one, with slashes; a dot for that folder itself.</summary>
    public required string Id { get; init; }

    /// <summary>What was started: improve, train, reproduce …; empty where it cannot be read.</summary>
    public string Action { get; init; } = "";

    /// <summary>Name of the experiment, or id of the table.</summary>
    public string Experiment { get; init; } = "";

    /// <summary>Title of the learner; null where it has none or it is not read yet.</summary>
    public string? Learner { get; init; }

    /// <summary>Root seed, as text, since readers of JSON round large numbers.</summary>
    public string Seed { get; init; } = "";

    /// <summary>Whether it is a short variant.</summary>
    public bool Quick { get; init; }

    /// <summary>running, done, failed, cancelled, interrupted or unreadable.</summary>
    public required string Status { get; init; }

    /// <summary>Stage at work, or where the run stopped; null where there is none.</summary>
    public string? Stage { get; init; }

    /// <summary>Share of the whole run that is done, in [0, 1]; null where it is not known.</summary>
    public double? Progress { get; init; }

    /// <summary>Seconds that the rest is expected to take; null where it is not known.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>What the run said last.</summary>
    public string? Detail { get; init; }

    /// <summary>When the run was last heard of.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When the run was started first.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Seconds of work over all resumptions.</summary>
    public double? Seconds { get; init; }

    /// <summary>Mean score of the base policy on test tasks.</summary>
    public double? Score { get; init; }

    /// <summary>The highest mean score of a retrained policy.</summary>
    public double? BestScore { get; init; }

    /// <summary>What the scores measure.</summary>
    public string? ScoreName { get; init; }

    /// <summary>Cause of the kind whose remedy is prescribed, else of the largest kind.</summary>
    public string? Cause { get; init; }

    /// <summary>What was decided; null before the run is finished.</summary>
    public ReportOutcome? Outcome { get; init; }

    /// <summary>The decision in a sentence; null before the run is finished.</summary>
    public string? Decision { get; init; }

    /// <summary>Return after adaptation by iteration of the meta-training, thinned. Shape [points ≤ 40][2].</summary>
    public IReadOnlyList<double[]> Curve { get; init; } = [];

    /// <summary>Why the run failed, or what is wrong with its files; null for nothing known.</summary>
    public string? Problem { get; init; }

    /// <summary>The command that goes on with a run that stopped; null for others.</summary>
    public string? Resume { get; init; }

    /// <summary>Whether the run has a page of sections; tables of reproductions have <see cref="Page"/>.</summary>
    public bool HasReport { get; init; }

    /// <summary>Address of a finished table's page; null where there is none.</summary>
    public string? Page { get; init; }
}
