using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Meta.Learning;

/// <summary>The meta-objective on the rollouts of one iteration: weighted means over its tasks, summed in task order. Outcomes are null
/// where another process has them.</summary>
/// <param name="learner">The learner.</param>
/// <param name="plans">The tasks.</param>
/// <param name="outcomes">Their rollouts.</param>
/// <param name="at">The mean hyper-gradient, and θ at which it was taken. Shape [P] each.</param>
/// <param name="token">Checked between tasks.</param>
internal sealed class IterationProblem(
    MetaLearner learner, IReadOnlyList<TaskPlan> plans, TaskOutcome?[] outcomes, (double[] Gradient, Real[] Parameters) at,
    CancellationToken token)
    : IOuterProblem, IDisposable
{
    private readonly PreparedCurvature?[] _curvatures = new PreparedCurvature?[plans.Count];
    private readonly WorkItems _items = MetaLearner.TaskItems(plans) with { Cancellation = token };
    private readonly double[] _weights = Weights(plans);

    public ReadOnlySpan<double> Gradient => at.Gradient;

    /// <summary>Strength of the ordinary quadratic term of the meta-objective.</summary>
    private double Strength => learner.Options.Regularization?.Outer ?? 0;

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        learner.Sum(_items, _weights, product, (worker, item, row) =>
        {
            ITaskObjective objective = worker.Objective(outcomes[item]!.Data);
            PreparedCurvature curvature = _curvatures[item] ??= objective.PrepareFisher(at.Parameters, learner.Preparations);
            objective.Multiply(curvature, direction, row);
        });
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        double[][] rows = learner.Gather(
            _items with { Width = 2 },
            (worker, item, row) => (row[0], row[1]) = worker.RatioObjective(outcomes[item]!.Data).ValueAndDivergence(theta));
        return (Mean(rows, 0) - (0.5 * Strength * SquaredNorm(theta)), Mean(rows, 1));
    }

    public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
    {
        Real[] theta = candidate.ToArray();
        learner.Sum(
            _items, _weights, gradient, (worker, item, row) => worker.RatioObjective(outcomes[item]!.Data, penalty).Gradient(theta, row));
        for (int i = 0; i < learner.Policy.ParameterCount && Strength > 0; i++)
        {
            gradient[i] -= Strength * theta[i];
        }
    }

    public double InnerDivergence(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        return Mean(
            learner.Gather(_items with { Width = 1 }, (worker, item, row) => row[0] = worker.InnerDivergence(outcomes[item]!.Data, theta)),
            0);
    }

    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _curvatures)
        {
            curvature?.Dispose();
        }

        foreach (TaskOutcome? outcome in outcomes)
        {
            outcome?.Data.Kept?.Dispose();
        }
    }

    private double SquaredNorm(Real[] theta)
    {
        double sum = 0;
        for (int i = 0; i < learner.Policy.ParameterCount && Strength > 0; i++)
        {
            sum += (double)theta[i] * theta[i];
        }

        return sum;
    }

    private static double[] Weights(IReadOnlyList<TaskPlan> plans)
    {
        double total = plans.Sum(plan => plan.Weight);
        return [.. plans.Select(plan => plan.Weight / total)];
    }

    private double Mean(double[][] rows, int column)
    {
        double sum = 0;
        for (int item = 0; item < rows.Length; item++)
        {
            sum += _weights[item] * rows[item][column];
        }

        return sum;
    }
}
