using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>Why one kind of task fails, with evidence and remedy.</summary>
internal sealed record KindDiagnosis
{
    /// <summary>The failing tasks.</summary>
    public required FailingKind Kind { get; init; }

    /// <summary>What was measured.</summary>
    public required KindEvidence Evidence { get; init; }

    /// <summary>The cause that is named; <see cref="Cause.Unclear"/> where no cause has enough of the evidence.</summary>
    public required Cause Cause { get; init; }

    /// <summary>All causes that part of the evidence speaks for, largest share first.</summary>
    public required IReadOnlyList<CauseShare> Shares { get; init; }

    /// <summary>Why, for people: one sentence per piece of evidence.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Positions of the training tasks that harm the kind, most harmful first.</summary>
    public required int[] Suspects { get; init; }

    /// <summary>What is prescribed.</summary>
    public required Prescription Prescription { get; init; }

    /// <summary>A probe that was not run and would tell more; null where none is left.</summary>
    public ProbeName? Untried { get; init; }

    /// <summary>Environment steps that the probes took.</summary>
    public required long Interactions { get; init; }

    /// <summary>Share of the evidence that speaks for the named cause, in [0, 1]; where it is unclear, for the first.</summary>
    public double Confidence => Shares.Count == 0 ? 1 : Shares[0].Share;
}
