using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed rollouts of training and poor tasks at one θ, with the hyper-gradients and curvature products that influence needs; sums in task order. Each process keeps the rollouts of its own tasks.</summary>
internal sealed class InfluenceProblem : IInfluenceProblem, IDisposable
{
    private readonly MetaLearner _learner;
    private readonly Real[] _parameters;
    private readonly TaskOutcome?[] _outcomes;
    private readonly WorkItems _items;
    private readonly PreparedCurvature?[] _hessians;
    private readonly PreparedCurvature?[] _fishers;

    public InfluenceProblem(MetaLearner learner, Real[] parameters, TaskPlan[] plans, int training, RandomKey key, CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _hessians = new PreparedCurvature?[training];
        _fishers = new PreparedCurvature?[training];
        _outcomes = new TaskOutcome?[plans.Length];
        _items = new WorkItems { Count = training, Name = item => $"task {plans[item].MdpTask.Index}", Cancellation = token };
        double[][] rows = learner.Gather(
            _items with { Count = plans.Length, Width = 1 + _parameters.Length },
            (worker, item, row) =>
            {
                // Positions, not task numbers: training and poor tasks come from different sets.
                TaskOutcome outcome = worker.Collect(_parameters, plans[item], item, key.Derive((ulong)item));
                _outcomes[item] = outcome;
                row[0] = outcome.Interactions;
                worker.Objective(outcome.Data).Gradient(_parameters, row.AsSpan(1));
            });
        double[][] gradients = [.. rows.Select(row => row[1..])];
        Gradients = gradients[..training];
        PoorGradient = new double[parameters.Length];
        foreach (double[] gradient in gradients.AsSpan(training))
        {
            VectorOperations.AddScaled(1, gradient, PoorGradient);
        }

        Interactions = rows.Sum(row => (long)row[0]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Gradients { get; }

    /// <inheritdoc/>
    public double[] PoorGradient { get; }

    /// <inheritdoc/>
    public long Interactions { get; }

    /// <inheritdoc/>
    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(weights, -1, vector, product, (objective, item) => _hessians[item] ??= objective.PrepareHessian(_parameters, _learner.Preparations));

    /// <inheritdoc/>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(weights, 1, vector, product, (objective, item) => _fishers[item] ??= objective.PrepareFisher(_parameters, _learner.Preparations));

    /// <summary>Gives the memory of prepared curvature back.</summary>
    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _hessians.Concat(_fishers))
        {
            curvature?.Dispose();
        }
    }

    private void Product(double[] weights, double sign, ReadOnlySpan<double> vector, Span<double> product, Func<ITaskObjective, int, PreparedCurvature> prepare)
    {
        double[] direction = vector.ToArray();
        _learner.Sum(_items, [.. weights.Select(weight => sign * weight)], product, (worker, item, row) =>
        {
            if (weights[item] > 0)
            {
                ITaskObjective objective = worker.Objective(_outcomes[item]!.Data);
                objective.Multiply(prepare(objective, item), direction, row);
            }
        });
    }
}
