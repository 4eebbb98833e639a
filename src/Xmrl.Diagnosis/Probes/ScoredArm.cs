namespace Xmrl.Diagnosis.Probes;

/// <summary>What a probe found: scores of fresh tasks under the base policy's random numbers.</summary>
internal sealed record ScoredArm
{
    /// <summary>The probe.</summary>
    public required ProbeName Probe { get; init; }

    /// <summary>Scores of the fresh tasks of the kind. Shape [k].</summary>
    public required double[] Kind { get; init; }

    /// <summary>Scores of the other fresh tasks; empty where all tasks are of a failing kind. Shape [o].</summary>
    public required double[] Others { get; init; }

    /// <summary>Scores of fresh tasks of the other failing kinds; empty where there is no other kind. Shape [e].</summary>
    public double[] Elsewhere { get; init; } = [];

    /// <summary>Environment steps that the probe took.</summary>
    public required long Interactions { get; init; }

    /// <summary>The other adaptation of a probe that trains nothing; null for other probes.</summary>
    public AdaptationChange? Change { get; init; }
}
