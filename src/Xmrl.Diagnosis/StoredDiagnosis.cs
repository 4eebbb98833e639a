using System.Text.Json.Serialization;
using Xmrl.Diagnosis.Decision;

namespace Xmrl.Diagnosis;

/// <summary>Content of diagnosis.json: why each kind of task fails, and what is prescribed.</summary>
internal sealed record StoredDiagnosis
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "diagnosis.json";

    /// <summary>Number of validation tasks.</summary>
    public required int Tasks { get; init; }

    /// <summary>Number of validation tasks that fail.</summary>
    public required int Failing { get; init; }

    /// <summary>The kinds of failing tasks, the largest first; empty where nothing fails.</summary>
    public required IReadOnlyList<KindDiagnosis> Kinds { get; init; }

    /// <summary>Position of the kind whose remedy is prescribed for the whole; null where nothing is prescribed.</summary>
    public required int? Prescribed { get; init; }

    /// <summary>Scores of the poor tasks after adaptation to parts of their stored data; null where the learner takes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DataReview? Data { get; init; }

    /// <summary>The result for people, one sentence each.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>Environment steps of all probes.</summary>
    public required long Interactions { get; init; }

    /// <summary>The kind whose remedy is prescribed; null where nothing is.</summary>
    internal KindDiagnosis? Chosen => Prescribed is { } position ? Kinds[position] : null;
}
