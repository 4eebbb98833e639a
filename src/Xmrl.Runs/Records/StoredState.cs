using System.Text.Json.Serialization;

namespace Xmrl.Runs.Records;

/// <summary>state.json as it stands on the disk: where the run stands. What it was asked is in identity.json.</summary>
internal sealed record StoredState
{
    public required int Layout { get; init; }

    /// <summary>The run's identity.</summary>
    public required string Run { get; init; }

    [JsonPropertyName("state")]
    public required RunPhase Phase { get; init; }

    public required string Stage { get; init; }

    public required string Message { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null in states of former versions.</summary>
    public DateTimeOffset? FirstStartedAt { get; init; }

    internal static StoredState Of(RunState state, RunIdentity identity) => new()
    {
        Layout = identity.Layout,
        Run = identity.Hash,
        Phase = state.Phase,
        Stage = state.Stage,
        Message = state.Message,
        StartedAt = state.StartedAt,
        FinishedAt = state.FinishedAt,
        FirstStartedAt = state.FirstStartedAt,
    };

    internal RunState With(RunIdentity identity) => new()
    {
        Layout = identity.Layout,
        Action = identity.Action,
        Experiment = identity.Experiment,
        Seed = identity.Seed,
        Quick = identity.Quick,
        Phase = Phase,
        Stage = Stage,
        Message = Message,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        FirstStartedAt = FirstStartedAt,
    };
}
