using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Outer;

/// <summary>How long the outer steps of one training are.</summary>
/// <param name="StepSize">β at the start, &gt; 0; without effect on a trust region.</param>
/// <param name="FinalShare">Share of β at the end of a cosine schedule, in (0, 1].</param>
/// <param name="Iterations">Length of the schedule, ≥ 1.</param>
/// <param name="Scale">Factor on the length of every step, &gt; 0: on β, or squared on the δ of a trust region, whose step goes with √δ.
/// </param>
public sealed record OuterSchedule(double StepSize, double FinalShare, int Iterations, double Scale = 1)
{
    /// <summary>β as a function of the iteration: from β times the scale down to its final share along a cosine.</summary>
    /// <returns>The schedule.</returns>
    public IStepSizeSchedule Cosine()
    {
        double stepSize = StepSize * Scale;
        return new CosineSchedule(stepSize, stepSize * FinalShare, Iterations);
    }
}
