namespace Xmrl.Runs.Records;

/// <summary>How far a run is: content of heartbeat.json, which the run replaces about once a second while it works.</summary>
/// <remarks>For people and views alone: nothing is computed from it, the manifest does not list it, and a run goes on where it cannot be
/// written.</remarks>
public sealed record RunHeartbeat
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "heartbeat.json";

    /// <summary>SHA-256 of the run's identity; empty for runs that have none.</summary>
    public string Run { get; init; } = "";

    /// <summary>Stage at work.</summary>
    public required string Stage { get; init; }

    /// <summary>Its number, from 0.</summary>
    public required int StageIndex { get; init; }

    /// <summary>Number of stages of the run, ≥ 1.</summary>
    public required int StageCount { get; init; }

    /// <summary>Work done in the stage, ≥ 0.</summary>
    public required long Completed { get; init; }

    /// <summary>Work of the stage, in the same unit; 0 where it is not known.</summary>
    public required long Total { get; init; }

    /// <summary>Share of the whole run that is done, in [0, 1]; null where it is not known.</summary>
    public double? Share { get; init; }

    /// <summary>Seconds that the rest of the whole run was expected to take, ≥ 0; null where it was not known.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>A few words for people; may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>When this was so.</summary>
    public DateTimeOffset At { get; init; }
}
