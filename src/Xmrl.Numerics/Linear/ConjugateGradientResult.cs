using System.Globalization;

namespace Xmrl.Numerics.Linear;

/// <summary>What a conjugate-gradient solve found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Iterations">Completed iterations, that is updates of the solution.</param>
/// <param name="RelativeResidual">‖b − (A + δI)x‖ / ‖b‖ by the recurrence; 0 for b = 0. NaN if the right-hand side is not finite, or if the
/// solution was replaced by it.</param>
/// <param name="MinimumCurvature">Smallest dᵀ(A + δI)d / dᵀd over the directions d: an upper bound of the smallest eigenvalue. NaN if no
/// product was taken.</param>
/// <param name="MaximumCurvature">Largest one: a lower bound of the largest eigenvalue. NaN if no product was taken.</param>
public sealed record ConjugateGradientResult(
    ConjugateGradientStatus Status, int Iterations, double RelativeResidual, double MinimumCurvature, double MaximumCurvature)
{
    /// <summary>b − (A + δI)x by the recurrence: gives xᵀ(A + δI)x without another product. Shape [n]; empty if the solve ended in
    /// <see cref="ConjugateGradientStatus.NonFinite"/> or before the first step.</summary>
    public IReadOnlyList<double> Residual { get; init; } = [];

    /// <summary>The outcome as a sentence for people.</summary>
    /// <returns>One sentence with the figures that matter for the status.</returns>
    public string Describe()
    {
        string text = Status switch
        {
            ConjugateGradientStatus.Converged
                => $"Conjugate gradient converged after {Iterations} iterations (relative residual {RelativeResidual:G3}; curvature "
                    + $"{MinimumCurvature:G3} to {MaximumCurvature:G3}).",
            ConjugateGradientStatus.IterationLimit
                => $"Conjugate gradient used up its {Iterations} iterations at a relative residual of {RelativeResidual:G3} (curvature "
                    + $"{MinimumCurvature:G3} to {MaximumCurvature:G3}); raise the limit or the damping.",
            ConjugateGradientStatus.NegativeCurvature
                => $"Conjugate gradient met negative curvature {MinimumCurvature:G3} in iteration {Iterations + 1}: the operator is not "
                    + $"positive definite; raise the damping above {-MinimumCurvature:G3}.",
            ConjugateGradientStatus.NonFinite
                => $"Conjugate gradient met NaN or infinity in iteration {Iterations + 1}; the last finite iterate was kept.",
            _
                => $"Conjugate gradient broke down in iteration {Iterations + 1}: curvature {MinimumCurvature:G3} against "
                    + $"{MaximumCurvature:G3} is below rounding error; raise the damping.",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
