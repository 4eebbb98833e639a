using Xmrl.Numerics.Linear;

namespace Xmrl.Meta.Outer;

/// <summary>The outcome of an outer step.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="GradientNorm">Euclidean norm of the hyper-gradient before clipping.</param>
/// <param name="Detail">A sentence for people; empty for an ordinary step.</param>
public sealed record OuterReport(OuterStatus Status, double GradientNorm, string Detail)
{
    /// <summary>Mean KL divergence of the accepted step in nats; NaN where it is not measured.</summary>
    public double Divergence { get; init; } = double.NaN;

    /// <summary>Whether there was nothing to learn or nothing came of it: θ stayed where it was without a number that is not finite and
    /// without a rejected candidate.</summary>
    public bool StoodStill => Status is OuterStatus.ZeroGradient or OuterStatus.NoMovement;

    /// <summary>The report of a hyper-gradient of zero.</summary>
    internal static OuterReport ZeroGradient { get; } = new(
        OuterStatus.ZeroGradient, 0, "The hyper-gradient is zero, as where all advantages are 0; no step was tried.");

    /// <summary>The report of a step that was taken.</summary>
    /// <param name="norm">Norm of the hyper-gradient.</param>
    /// <param name="before">θ before the step.</param>
    /// <param name="after">θ after it.</param>
    /// <returns>Accepted, or what it is called where no parameter changed.</returns>
    internal static OuterReport Taken(double norm, ReadOnlySpan<Real> before, ReadOnlySpan<Real> after) => before.SequenceEqual(after)
        ? new OuterReport(
            OuterStatus.NoMovement, norm,
            $"The hyper-gradient has norm {norm:g3}, and the step is below the rounding of every parameter; nothing moved.")
        : new OuterReport(OuterStatus.Accepted, norm, string.Empty);

    /// <summary>How the solve for the natural gradient ended; null where none is made.</summary>
    public ConjugateGradientStatus? Solve { get; init; }
}
