using System.Text.Json.Serialization;

namespace Xmrl.Runs.Records;

/// <summary>What runs, since when, and how it ended: identity.json and state.json together.</summary>
public sealed record RunState
{
    /// <summary>Version of the folder's layout (<see cref="RunDirectory.Layout"/>); records of the first layout do not say it.</summary>
    public int Layout { get; init; } = 1;

    /// <summary>Where the run stands.</summary>
    [JsonPropertyName("state")]
    public required RunPhase Phase { get; init; }

    /// <summary>What was started: the command's verb, such as improve.</summary>
    public string Action { get; init; } = "";

    /// <summary>Name of the experiment.</summary>
    public string Experiment { get; init; } = "";

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the short variant runs.</summary>
    public bool Quick { get; init; }

    /// <summary>Stage that is or was last at work; empty before the first.</summary>
    public string Stage { get; init; } = "";

    /// <summary>A sentence for people: why it failed, or how to continue.</summary>
    public string Message { get; init; } = "";

    /// <summary>When the run was started, or resumed for the last time.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the run was started first; null for runs of former versions, which did not say.</summary>
    public DateTimeOffset? FirstStartedAt { get; init; }
}
