namespace Xmrl.Numerics.Linear;

/// <summary>How a conjugate-gradient solve ended.</summary>
public enum ConjugateGradientStatus
{
    /// <summary>The relative residual reached the tolerance.</summary>
    Converged,

    /// <summary>The iterations were used up; the solution is the last iterate.</summary>
    IterationLimit,

    /// <summary>A direction with dᵀ(A + δI)d ≤ 0 was met: the operator is not positive definite. The solution is the iterate before it, or
    /// the right-hand side if it was the first direction.</summary>
    NegativeCurvature,

    /// <summary>NaN or infinity appeared; the solution is the last finite iterate (zero at the start).</summary>
    NonFinite,

    /// <summary>The curvature fell below rounding error relative to the largest one seen: the operator is numerically singular. The
    /// solution is the iterate before.</summary>
    Breakdown,
}
