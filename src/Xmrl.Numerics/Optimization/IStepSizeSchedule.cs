namespace Xmrl.Numerics.Optimization;

/// <summary>Step size as a function of the step number.</summary>
public interface IStepSizeSchedule
{
    /// <summary>The step size of one step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <returns>A finite step size ≥ 0.</returns>
    public double StepSize(long step);
}
