using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>The same step size always.</summary>
public sealed class ConstantSchedule : IStepSizeSchedule
{
    private readonly double _stepSize;

    /// <summary>Creates the schedule.</summary>
    /// <param name="stepSize">Finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public ConstantSchedule(double stepSize) => _stepSize = NumberRange.NotNegative.Require(stepSize, nameof(stepSize));

    /// <inheritdoc/>
    public double StepSize(long step) => _stepSize;
}
