using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Learning;

/// <summary>The meta-objective on the rollouts of one iteration: weighted means over its tasks, summed in task order.</summary>
internal sealed class IterationProblem(MetaLearner learner, IReadOnlyList<TaskPlan> plans, TaskOutcome[] outcomes, double[] gradient, Real[] parameters) : IOuterProblem, IDisposable
{
    private readonly PreparedCurvature?[] _curvatures = new PreparedCurvature?[plans.Count];
    private readonly double _total = plans.Sum(plan => plan.Weight);

    public ReadOnlySpan<double> Gradient => gradient;

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        var parts = new double[plans.Count][];
        learner.Run(plans.Count, (worker, item) =>
        {
            parts[item] = new double[direction.Length];
            AdaptedObjective objective = worker.Objective(outcomes[item].Data);
            PreparedCurvature curvature = _curvatures[item] ??= objective.PrepareFisher(parameters, learner.Preparations);
            objective.Multiply(curvature, direction, parts[item]);
        });
        product.Clear();
        for (int item = 0; item < plans.Count; item++)
        {
            for (int i = 0; i < product.Length; i++)
            {
                product[i] += plans[item].Weight / _total * parts[item][i];
            }
        }
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        var values = new (double Value, double Divergence)[plans.Count];
        learner.Run(plans.Count, (worker, item) =>
        {
            AdaptedObjective objective = worker.RatioObjective(outcomes[item].Data);
            values[item] = objective.ValueAndDivergence(theta);
        });
        double value = 0;
        double divergence = 0;
        for (int item = 0; item < plans.Count; item++)
        {
            value += plans[item].Weight / _total * values[item].Value;
            divergence += plans[item].Weight / _total * values[item].Divergence;
        }

        return (value, divergence);
    }

    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _curvatures)
        {
            curvature?.Dispose();
        }
    }
}
