using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>What the probes measured of one kind of failing tasks.</summary>
internal sealed record KindEvidence
{
    /// <summary>Scores of fresh tasks of the kind under the base policy. Shape [k].</summary>
    public required double[] Kind { get; init; }

    /// <summary>Scores of other fresh tasks under the base policy; may be empty. Shape [o].</summary>
    public required double[] Others { get; init; }

    /// <summary>Scores of fresh tasks of the other failing kinds under the base policy; empty where there is no other kind. Shape
    /// [e].</summary>
    public double[] Elsewhere { get; init; } = [];

    /// <summary>Score below which a task fails; null where there is no such limit.</summary>
    public required double? Limit { get; init; }

    /// <summary>The score that the kind would have if it did not fail: recovery is measured on the way there.</summary>
    public required double Target { get; init; }

    /// <summary>Share of the kind among the training tasks, in [0, 1].</summary>
    public required double TrainingShare { get; init; }

    /// <summary>How far the kind's tasks lie together, ≤ 1: <see cref="Kinds.KindCoherence"/>.</summary>
    public required double Coherence { get; init; }

    /// <summary>Number of training tasks whose influence on the failing tasks is surely negative.</summary>
    public required int Suspects { get; init; }

    /// <summary>Cosine between the gradients of the kind and of the other training tasks; null where gradients are unknown or lost in
    /// noise.</summary>
    public required double? Conflict { get; init; }

    /// <summary>What the probes after the confirmation found, in their order.</summary>
    public IReadOnlyList<ScoredArm> Arms { get; init; } = [];

    /// <summary>Rows of all fresh tasks of the kind.</summary>
    public int[] AllRows => [.. Enumerable.Range(0, Kind.Length)];

    /// <summary>The arm of a probe; null where it was not run.</summary>
    public ScoredArm? Arm(ProbeName probe) => Arms.LastOrDefault(arm => arm.Probe == probe);

    /// <summary>Share of the way from the base policy's score to the target that a probe goes.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="rows">Positions of fresh tasks of the kind; may repeat.</param>
    /// <returns>1 at the target, negative where the kind loses; null where the probe was not run or there is nothing to
    /// recover.</returns>
    public double? Recovery(ProbeName probe, ReadOnlySpan<int> rows)
    {
        if (Arm(probe) is not { } arm || Gap(rows) is not > 0)
        {
            return null;
        }

        double gain = 0;
        foreach (int row in rows)
        {
            gain += (arm.Kind[row] - Kind[row]) / rows.Length;
        }

        return gain / Gap(rows);
    }

    /// <summary>What the other fresh tasks lose by a probe, in units of the kind's gap, ≥ 0; 0 where there are none.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="rows">Positions of fresh tasks of the kind; may repeat.</param>
    public double Cost(ProbeName probe, ReadOnlySpan<int> rows)
        => Others.Length > 0 && Arm(probe) is { Others.Length: > 0 } arm && Gap(rows) is var gap and > 0
            ? Math.Max(0, Others.Average() - arm.Others.Average()) / gap
            : 0;

    /// <summary>Target minus mean score of the kind under the base policy.</summary>
    public double Gap(ReadOnlySpan<int> rows) => Target - Mean(rows);

    /// <summary>Whether the kind fails: its mean lies below the limit, or without a limit below the target.</summary>
    public bool Fails(ReadOnlySpan<int> rows) => Gap(rows) > 0 && Mean(rows) < (Limit ?? double.PositiveInfinity);

    private double Mean(ReadOnlySpan<int> rows)
    {
        double mean = 0;
        foreach (int row in rows)
        {
            mean += Kind[row] / rows.Length;
        }

        return mean;
    }
}
