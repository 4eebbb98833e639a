using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Outer;

/// <summary>An outer step by SGD or Adam, with a schedule of step sizes and optional clipping of the hyper-gradient's norm.</summary>
/// <remarks>Where the hyper-gradient is zero no step is taken, also none by the momentum of earlier ones.</remarks>
/// <param name="optimizer">The optimizer.</param>
/// <param name="schedule">β as a function of the step's number.</param>
/// <param name="maximumNorm">Largest norm of the hyper-gradient; +∞ for no clipping.</param>
public sealed class GradientOuterStep(IOptimizer optimizer, IStepSizeSchedule schedule, double maximumNorm) : IOuterStep
{
    private long _steps;

    /// <inheritdoc/>
    public bool NeedsProblem => false;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => [.. optimizer.State, (OuterState.Steps, [_steps])];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        long steps = OuterState.Count(state);
        optimizer.Restore([.. state.Where(entry => entry.Name != OuterState.Steps)]);
        _steps = steps;
    }

    /// <inheritdoc/>
    public OuterReport Step(Span<Real> parameters, IOuterProblem problem)
    {
        double[] gradient = problem.Gradient.ToArray();
        double norm = VectorOperations.Norm(gradient);
        if (!double.IsFinite(norm))
        {
            return new OuterReport(
                OuterStatus.NonFiniteGradient, norm, $"The norm of the hyper-gradient is {norm}; the step was not taken.");
        }

        if (norm == 0)
        {
            // The schedule goes by iterations, and this was one.
            _steps++;
            return OuterReport.ZeroGradient;
        }

        if (double.IsFinite(maximumNorm))
        {
            GradientClipping.ByNorm(gradient, maximumNorm);
        }

        IReadOnlyList<(string Name, double[] Values)> before = optimizer.State;
        Real[] moved = parameters.ToArray();
        optimizer.StepSize = schedule.StepSize(_steps);
        optimizer.Step(moved, gradient);
        int at = Reduction.IndexOfNonFinite(moved);
        if (at >= 0)
        {
            optimizer.Restore(before);
            return new OuterReport(OuterStatus.NonFiniteStep, norm, $"Parameter {at} would become {moved[at]}; the step was not taken.");
        }

        _steps++;
        var report = OuterReport.Taken(norm, parameters, moved);
        moved.CopyTo(parameters);
        return report;
    }
}
