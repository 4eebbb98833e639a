using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Outer;

/// <summary>How long the outer steps of one training are, from its first iteration to its last.</summary>
/// <param name="StepSize">β at first, ≥ 0; a trust region has none.</param>
/// <param name="FinalShare">Share of β that is left at the end, in [0, 1].</param>
/// <param name="Iterations">Length of the training, ≥ 1.</param>
/// <param name="Scale">Factor on the length of every step, &gt; 0: on β, or squared on the δ of a trust region, whose step goes with √δ.
/// Default 1.</param>
public sealed record OuterSchedule(double StepSize, double FinalShare, int Iterations, double Scale = 1)
{
    /// <summary>The first step size.</summary>
    public double First => StepSize * Scale;

    /// <summary>Step sizes along half a cosine.</summary>
    /// <returns>A new schedule.</returns>
    public CosineSchedule Cosine() => new(First, First * FinalShare, Iterations);
}
