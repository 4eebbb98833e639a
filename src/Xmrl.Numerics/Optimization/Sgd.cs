using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>Plain gradient ascent: θ ← θ + α g.</summary>
public sealed class Sgd : IOptimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="stepSize">α, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public Sgd(double stepSize) => StepSize = NumberRange.NotNegative.Require(stepSize, nameof(stepSize));

    /// <inheritdoc/>
    public double StepSize
    {
        get;
        set => field = NumberRange.NotNegative.Require(value);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => [("stepSize", [StepSize])];

    /// <inheritdoc/>
    public void Step(Span<Real> parameters, ReadOnlySpan<double> gradient)
    {
        VectorOperations.RequireLength(gradient.Length, parameters.Length, nameof(gradient));
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (Real)(parameters[i] + (StepSize * gradient[i]));
        }
    }

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        OptimizerState.Require(state, [("stepSize", 1)]);
        StepSize = state[0].Values[0];
    }
}
