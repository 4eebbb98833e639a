using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Linear;

/// <summary>When a conjugate-gradient solve stops, and how much damping it adds.</summary>
internal sealed record ConjugateGradientOptions
{
    /// <summary>Most products with the operator, ≥ 1. Default 10, as in Schulman et al. (2015), Trust Region Policy Optimization, appendix
    /// C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxIterations { get; init => field = NumberRange.AtLeast(1).Require(value); } = 10;

    /// <summary>Stop at ‖b − (A + δI)x‖ ≤ tolerance · ‖b‖, in [0, 1). Default 1e-10: about half the digits of a double.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public double RelativeTolerance { get; init => field = NumberRange.ClosedOpen(0, 1).Require(value); } = 1e-10;

    /// <summary>Damping δ, ≥ 0, added to the diagonal. Default 0: the system as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double Damping { get; init => field = NumberRange.NotNegative.Require(value); }
}
