using System.Collections.Immutable;

namespace Xmrl.Training.Hosting;

/// <summary>What a run ends with.</summary>
public sealed record ExperimentOutcome
{
    /// <summary>Whether everything that the run set out to do was done; false makes the command fail.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>The run directory.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The table, in printing order.</summary>
    public ImmutableArray<SummaryRow> Rows { get; init; } = [];

    /// <summary>Sentences for people: numerical outcomes, what the table shows, what to do next.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
