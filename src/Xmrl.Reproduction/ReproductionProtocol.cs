using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Xmrl.Reproduction;

/// <summary>How the figures of a table come about: printed with the table and stored with the results.</summary>
internal sealed record ReproductionProtocol
{
    /// <summary>The paper and where in it the table stands, such as "Fallah et al. (2021), Table 1".</summary>
    public required string Source { get; init; }

    /// <summary>What a cell is: measure, tasks, actions, adaptation, and over what it is a mean.</summary>
    public required string Measure { get; init; }

    /// <summary>Settings that the paper states, one sentence each, with the place where it states them.</summary>
    public required ImmutableArray<string> Stated { get; init; }

    /// <summary>What the paper leaves open, or says in two ways, and what is done here, one sentence each.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    /// <summary>Figures that give the columns their scale.</summary>
    public ImmutableArray<ReferenceValue> References { get; init; } = [];

    /// <summary>What is wrong with the paper's own figures; null for nothing known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StudyFault>? Faults { get; init; }
}
