using System.Text.Json.Serialization;

namespace Xmrl.Runs.Records;

/// <summary>state.json of the layouts 1 and 2, which held what was asked as well. A key that is missing is an error: a default would be
/// another run.</summary>
internal sealed record FormerState
{
    /// <summary>The first layout did not say it.</summary>
    public int Layout { get; init; } = 1;

    [JsonPropertyName("state")]
    public required RunPhase Phase { get; init; }

    public required string Action { get; init; }

    public required string Experiment { get; init; }

    public required ulong Seed { get; init; }

    public required bool Quick { get; init; }

    public required string Stage { get; init; }

    public required string Message { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    internal RunState State => new()
    {
        Layout = Layout,
        Phase = Phase,
        Action = Action,
        Experiment = Experiment,
        Seed = Seed,
        Quick = Quick,
        Stage = Stage,
        Message = Message,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };
}
