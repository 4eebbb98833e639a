using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Gradient;

/// <summary>The meta-objective on the rollouts of one iteration: weighted means over its tasks, summed in task order.</summary>
internal sealed class IterationProblem : IOuterProblem, IDisposable
{
    private readonly GradientLearner _learner;
    private readonly IterationTasks _tasks;
    private readonly double[] _gradient;
    private readonly Real[] _parameters;
    private readonly PreparedCurvature?[] _curvatures;
    private readonly PreparedProduct?[] _metaFishers;
    private readonly WorkItems _items;

    /// <summary>Puts the problem together.</summary>
    /// <param name="learner">The _learner.</param>
    /// <param name="tasks">The tasks and their rollouts.</param>
    /// <param name="hyperGradient">Their mean hyper-gradient, which becomes that of the meta-objective. Shape [P].</param>
    /// <param name="parameters">θ at which it was taken. Shape [P].</param>
    /// <param name="token">Checked between tasks.</param>
    public IterationProblem(
        GradientLearner learner, IterationTasks tasks, double[] hyperGradient, ReadOnlySpan<Real> parameters, CancellationToken token)
    {
        _learner = learner;
        _tasks = tasks;
        _gradient = hyperGradient;
        _parameters = parameters.ToArray();
        _items = tasks.Items with { Cancellation = token };
        _curvatures = new PreparedCurvature?[_items.Count];
        _metaFishers = new PreparedProduct?[_items.Count];
        Regularize(_parameters, _gradient);
    }

    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>Strength of the ordinary quadratic term of the meta-objective.</summary>
    private double Strength => _learner.Options.Regularization?.Outer ?? 0;

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        _learner.Sum(_items, _tasks.Weights, product, (worker, item, row) =>
        {
            ITaskObjective objective = worker.Objective(_tasks[item].Data);
            PreparedCurvature curvature = _curvatures[item] ??= objective.PrepareFisher(_parameters, _learner.Preparations);
            objective.Multiply(curvature, direction, row);
        });
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        double[][] rows = _learner.Gather(
            _items with { Width = 2 },
            (worker, item, row) => (row[0], row[1]) = worker.RatioObjective(_tasks[item].Data).ValueAndDivergence(theta));
        return (Mean(rows, 0) - (0.5 * Strength * SquaredNorm(theta)), Mean(rows, 1));
    }

    public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
    {
        Real[] theta = candidate.ToArray();
        _learner.Sum(
            _items, _tasks.Weights, gradient,
            (worker, item, row) => worker.RatioObjective(_tasks[item].Data, penalty).Gradient(theta, row));
        Regularize(theta, gradient);
    }

    public double InnerDivergence(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        return Mean(
            _learner.Gather(_items with { Width = 1 }, (worker, item, row) => row[0] = worker.InnerDivergence(_tasks[item].Data, theta)),
            0);
    }

    public void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector[.._learner.Policy.ParameterCount].ToArray();
        _learner.Sum(_items, _tasks.Weights, product, (worker, item, row) =>
        {
            PreparedProduct fisher = _metaFishers[item] ??= worker.MetaFisher(_tasks[item].Data, _parameters);
            worker.Inner.Multiply(fisher, direction, row.AsSpan(0, direction.Length));
        });
    }

    public double MetaDivergence(ReadOnlySpan<Real> candidate)
    {
        Real[] theta = candidate.ToArray();
        return Mean(
            _learner.Gather(_items with { Width = 1 }, (worker, item, row) => row[0] = worker.MetaDivergence(_tasks[item].Data, theta)),
            0);
    }

    public void Dispose()
    {
        foreach (PreparedProduct? fisher in _metaFishers)
        {
            fisher?.Dispose();
        }

        foreach (PreparedCurvature? curvature in _curvatures)
        {
            curvature?.Dispose();
        }
    }

    private double SquaredNorm(Real[] theta)
    {
        double sum = 0;
        for (int i = 0; i < _learner.Policy.ParameterCount && Strength > 0; i++)
        {
            sum += (double)theta[i] * theta[i];
        }

        return sum;
    }

    /// <summary>Subtracts the gradient of the ordinary quadratic term.</summary>
    private void Regularize(ReadOnlySpan<Real> theta, Span<double> gradient)
    {
        for (int i = 0; i < _learner.Policy.ParameterCount && Strength > 0; i++)
        {
            gradient[i] -= Strength * theta[i];
        }
    }

    private double Mean(double[][] rows, int column)
    {
        double sum = 0;
        for (int item = 0; item < rows.Length; item++)
        {
            sum += _tasks.Weights[item] * rows[item][column];
        }

        return sum;
    }
}
