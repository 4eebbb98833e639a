using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>How long the outer steps of one training are, from its first iteration to its last.</summary>
public sealed record OuterSchedule
{
    /// <summary>β at first, ≥ 0; a trust region has none.</summary>
    public required double StepSize { get; init; }

    /// <summary>Share of β that is left at the end, in [0, 1].</summary>
    public required double FinalShare { get; init; }

    /// <summary>Length of the training, ≥ 1.</summary>
    public required int Iterations { get; init; }

    /// <summary>Factor on the length of every step, &gt; 0: on β, or squared on the δ of a trust region, whose step goes with √δ. Default
    /// 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The first step size.</summary>
    public double First => StepSize * Scale;

    /// <summary>Step sizes along half a cosine.</summary>
    /// <returns>A new schedule.</returns>
    public CosineSchedule Cosine() => new(First, First * FinalShare, Iterations);
}
