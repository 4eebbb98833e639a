using System.Text.Json.Serialization;
using Xmrl.Diagnosis.Probes;
using Xmrl.Experiments.Methods;

namespace Xmrl.Experiments.Comparison;

/// <summary>Content of confirmation.json: whether a repair replaces the base policy, and why.</summary>
internal sealed record StoredConfirmation
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "confirmation.json";

    /// <summary>Number of fresh tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>The candidates, in the configured order.</summary>
    public required IReadOnlyList<ConfirmationCandidate> Candidates { get; init; }

    /// <summary>The method whose policy is kept; null for the base policy.</summary>
    public required MethodName? Chosen { get; init; }

    /// <summary>The decision and its reason, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The adaptation that belongs to the policy that is kept; null for the run's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdaptationChange? Adaptation { get; init; }

    /// <summary>Environment steps that the adaptations took.</summary>
    public required long Interactions { get; init; }
}
