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

    /// <summary>How the solve for the natural gradient ended; null where none is made.</summary>
    public ConjugateGradientStatus? Solve { get; init; }
}
