using System.Text.Json.Serialization;

namespace Xmrl.Runs.Records;

/// <summary>Content of identity.json: everything that decides what a run computes. It is written once, before the work, and every
/// checkpoint, the state and the manifest name its hash.</summary>
/// <remarks>Two runs of the same identity compute the same: what one of them stored may stand in for what the other did.</remarks>
public sealed record RunIdentity
{
    /// <summary>Version of the folder's layout (<see cref="RunDirectory.Layout"/>).</summary>
    public required int Layout { get; init; }

    /// <summary>What was started: the command's verb, such as improve.</summary>
    public required string Action { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether the short variant runs.</summary>
    public required bool Quick { get; init; }

    /// <summary>Element type of the whole computation: float or double.</summary>
    public required string Precision { get; init; }

    /// <summary>SHA-256 of config.yaml; null where the run began without one.</summary>
    public required string? Configuration { get; init; }

    /// <summary>SHA-256 of tasks.json; null where the run began without one.</summary>
    public required string? Tasks { get; init; }

    /// <summary>SHA-256 of identity.json itself, by which everything in the run names it. 64 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Hash { get; init; } = "";
}
