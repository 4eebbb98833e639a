using System.Text.Json.Serialization;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Runs.Reports;

/// <summary>What ran, when, with which configuration and software.</summary>
internal sealed record ReportIdentity
{
    /// <summary>Headline, such as "Drone navigation: repair of the poor tasks".</summary>
    public required string Title { get; init; }

    /// <summary>Which policy to use, in plain words; null in reports of former versions.</summary>
    public ReportDecision? Decision { get; init; }

    /// <summary>One sentence with the outcome, as carefully worded as the evidence allows; null where no comparison was reached.</summary>
    public string? Verdict { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Versioned id of the environment, such as "Drone-v1".</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Root seed of the run; text in JSON, whose readers round large numbers.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public required ulong Seed { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Wall-clock time of the run in seconds, ≥ 0.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Versions of software and hardware: commit, operating system, processor, libraries.</summary>
    public IReadOnlyList<ReportEntry> Versions { get; init; } = [];

    /// <summary>The resolved configuration as YAML.</summary>
    public string ConfigurationYaml { get; init; } = "";

    /// <summary>What a reader must know before trusting the figures: warnings, solver outcomes, cancellation.</summary>
    public IReadOnlyList<ReportStatus> Statuses { get; init; } = [];
}
