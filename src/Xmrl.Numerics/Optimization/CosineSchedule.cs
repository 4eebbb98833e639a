using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>Falls from the first to the last step size along half a cosine, then stays; constant where the two are equal.</summary>
/// <remarks>αₛ = α_last + ½(α_first − α_last)(1 + cos(π s / S)) for s ≤ S.</remarks>
/// <seealso href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2017), SGDR, equation 5 without restarts.</seealso>
public sealed class CosineSchedule : IStepSizeSchedule
{
    private readonly double _first;
    private readonly double _last;
    private readonly long _steps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="first">Step size at step 0, finite and ≥ 0.</param>
    /// <param name="last">Step size from step S on, finite and ≥ 0.</param>
    /// <param name="steps">S ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public CosineSchedule(double first, double last, long steps)
    {
        _first = NumberRange.NotNegative.Require(first, nameof(first));
        _last = NumberRange.NotNegative.Require(last, nameof(last));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _steps = steps;
    }

    /// <inheritdoc/>
    public double StepSize(long step)
    {
        double phase = Math.PI * Math.Clamp(step, 0, _steps) / _steps;
        return _last + (0.5 * (_first - _last) * (1 + Math.Cos(phase)));
    }
}
