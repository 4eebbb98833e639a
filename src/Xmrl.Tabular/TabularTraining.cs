namespace Xmrl.Tabular;

/// <summary>What meta-training on tables leaves.</summary>
internal sealed record TabularTraining
{
    /// <summary>Last parameters φ_T. Shape [P].</summary>
    public required double[] Parameters { get; init; }

    /// <summary>φ_0 … φ_{T−1} where they are kept; else empty.</summary>
    public required IReadOnlyList<double[]> Path { get; init; }

    /// <summary>Mean return of the iteration's tasks before adaptation. Shape [T].</summary>
    public required IReadOnlyList<double> Before { get; init; }

    /// <summary>Mean return of the iteration's tasks after adaptation. Shape [T].</summary>
    public required IReadOnlyList<double> After { get; init; }

    /// <summary>Iterations without a step, because a task had no hyper-gradient.</summary>
    public required int Skipped { get; init; }

    /// <summary>Why the first of them had none, for people; empty if none was skipped.</summary>
    public required string Detail { get; init; }
}
