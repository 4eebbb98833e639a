using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Learning;

/// <summary>The meta-objective on the rollouts of one iteration: weighted means over its tasks, summed in task order.</summary>
internal sealed class IterationProblem(MetaLearner learner, IReadOnlyList<TaskPlan> plans, TaskOutcome[] outcomes, double[] gradient, Real[] parameters) : IOuterProblem, IDisposable
{
    private readonly PreparedCurvature?[] _curvatures = new PreparedCurvature?[plans.Count];
    private readonly double _total = plans.Sum(plan => plan.Weight);

    public ReadOnlySpan<double> Gradient => gradient;

    /// <summary>Strength of the ordinary quadratic term of the meta-objective.</summary>
    private double Strength => learner.Options.Regularization?.Outer ?? 0;

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        var parts = new double[plans.Count][];
        learner.Run(plans.Count, (worker, item) =>
        {
            parts[item] = new double[direction.Length];
            ITaskObjective objective = worker.Objective(outcomes[item].Data);
            PreparedCurvature curvature = _curvatures[item] ??= objective.PrepareFisher(parameters, learner.Preparations);
            objective.Multiply(curvature, direction, parts[item]);
        });
        Mean(parts, product);
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        var values = new (double Value, double Divergence)[plans.Count];
        learner.Run(plans.Count, (worker, item) =>
        {
            values[item] = worker.RatioObjective(outcomes[item].Data).ValueAndDivergence(theta);
        });
        double value = 0;
        double divergence = 0;
        for (int item = 0; item < plans.Count; item++)
        {
            value += plans[item].Weight / _total * values[item].Value;
            divergence += plans[item].Weight / _total * values[item].Divergence;
        }

        return (value - (0.5 * Strength * SquaredNorm(theta)), divergence);
    }

    public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
    {
        Real[] theta = candidate.ToArray();
        var parts = new double[plans.Count][];
        learner.Run(plans.Count, (worker, item) =>
        {
            parts[item] = new double[theta.Length];
            worker.RatioObjective(outcomes[item].Data, penalty).Gradient(theta, parts[item]);
        });
        Mean(parts, gradient);
        for (int i = 0; i < learner.Policy.ParameterCount && Strength > 0; i++)
        {
            gradient[i] -= Strength * theta[i];
        }
    }

    public double InnerDivergence(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        var values = new double[plans.Count];
        learner.Run(plans.Count, (worker, item) => values[item] = worker.InnerDivergence(outcomes[item].Data, theta));
        double sum = 0;
        for (int item = 0; item < plans.Count; item++)
        {
            sum += plans[item].Weight / _total * values[item];
        }

        return sum;
    }

    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _curvatures)
        {
            curvature?.Dispose();
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

    private void Mean(double[][] parts, Span<double> mean)
    {
        mean.Clear();
        for (int item = 0; item < plans.Count; item++)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += plans[item].Weight / _total * parts[item][i];
            }
        }
    }
}
