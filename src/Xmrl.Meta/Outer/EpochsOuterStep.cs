using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Outer;

/// <summary>The outer step of ProMP and of PPO: several optimizer steps on the same rollouts, along the hyper-gradient of the ratio
/// surrogate at the parameters reached so far, less η times the divergence of the policies before adaptation; η adapts to a
/// target.</summary>
/// <remarks>Where the hyper-gradient is zero no step is taken. Fails closed: where a number is not finite, or the work is stopped, θ,
/// optimizer and η stay as they were before the first epoch.</remarks>
/// <param name="optimizer">The optimizer.</param>
/// <param name="schedule">Outer step size β as a function of the iteration's number.</param>
/// <param name="options">Epochs and penalty.</param>
/// <seealso href="https://arxiv.org/abs/1810.06784">Rothfuss et al. (2019), eq. (12) and Algorithm 1.</seealso>
public sealed class EpochsOuterStep(IOptimizer optimizer, IStepSizeSchedule schedule, EpochOptions options) : IOuterStep
{
    private const double Slack = 1.5;
    private const string PenaltyName = "epochs.penalty";

    private long _steps;
    private double _penalty = options.Penalty;

    /// <inheritdoc/>
    public bool NeedsProblem => true;

    /// <summary>η ≥ 0, the weight of the divergence in the next step.</summary>
    public double Penalty => _penalty;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State
        => [.. optimizer.State, (PenaltyName, [_penalty]), (OuterState.Steps, [_steps])];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        double penalty = OuterState.Number(state, PenaltyName);
        long steps = OuterState.Count(state);
        optimizer.Restore([.. state.Where(entry => entry.Name is not (PenaltyName or OuterState.Steps))]);
        _penalty = penalty;
        _steps = steps;
    }

    /// <inheritdoc/>
    public OuterReport Step(Span<Real> parameters, IOuterProblem problem)
    {
        IReadOnlyList<(string Name, double[] Values)> before = optimizer.State;
        try
        {
            return Step(parameters, problem, before);
        }
        catch (OperationCanceledException)
        {
            optimizer.Restore(before);
            throw;
        }
    }

    private OuterReport Step(Span<Real> parameters, IOuterProblem problem, IReadOnlyList<(string Name, double[] Values)> before)
    {
        Real[] moved = parameters.ToArray();
        var gradient = new double[moved.Length];
        double norm = double.NaN;
        optimizer.StepSize = schedule.StepSize(_steps);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            problem.PenalizedGradient(moved, _penalty, gradient);
            double length = Numerics.Linear.VectorOperations.Norm(gradient);
            norm = epoch == 0 ? length : norm;
            if (!double.IsFinite(length))
            {
                optimizer.Restore(before);
                return new OuterReport(
                    OuterStatus.NonFiniteGradient, norm,
                    $"The norm of the hyper-gradient of epoch {epoch + 1} is {length}; the step was not taken.");
            }

            if (epoch == 0 && length == 0)
            {
                // The schedule goes by iterations, and this was one.
                _steps++;
                return OuterReport.ZeroGradient;
            }

            optimizer.Step(moved, gradient);
            int at = Reduction.IndexOfNonFinite(moved);
            if (at >= 0)
            {
                optimizer.Restore(before);
                return new OuterReport(
                    OuterStatus.NonFiniteStep, norm,
                    $"Parameter {at} would become {moved[at]} in epoch {epoch + 1}; the step was not taken.");
            }
        }

        double divergence = problem.InnerDivergence(moved);
        if (options.AdaptsPenalty)
        {
            _penalty *= divergence > Slack * options.TargetDivergence ? 2 : divergence < options.TargetDivergence / Slack ? 0.5 : 1;
        }

        _steps++;
        OuterReport report = OuterReport.Taken(norm, parameters, moved) with { Divergence = divergence };
        moved.CopyTo(parameters);
        return report;
    }
}
