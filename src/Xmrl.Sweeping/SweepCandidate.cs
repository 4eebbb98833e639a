using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Sweeping;

/// <summary>One method with one tuning, scored on tasks of the sweep's own.</summary>
internal sealed record SweepCandidate
{
    /// <summary>The method.</summary>
    public required MethodName Method { get; init; }

    /// <summary>Factor on the step size.</summary>
    public required double StepScale { get; init; }

    /// <summary>Strength.</summary>
    public required double Strength { get; init; }

    /// <summary>Score per task.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Mean over tasks with its 95 % interval.</summary>
    public required Interval Mean { get; init; }

    /// <summary>Paired difference to the base policy under common random numbers.</summary>
    public required PairedDifference ToBase { get; init; }

    /// <summary>Sentences where the retraining stood still in half of its iterations or more; null where it learned. Such a candidate has
    /// the scores of the base policy or nearly, and is no tuning to choose.</summary>
    public string? Standstill { get; init; }

    /// <summary>Environment steps of the retraining.</summary>
    public required long Interactions { get; init; }
}
