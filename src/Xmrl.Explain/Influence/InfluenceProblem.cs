using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed rollouts of training and poor tasks at one θ, with the hyper-gradients and curvature products that influence needs; sums in task order.</summary>
internal sealed class InfluenceProblem : IInfluenceProblem, IDisposable
{
    private readonly MetaLearner _learner;
    private readonly Real[] _parameters;
    private readonly TaskOutcome[] _outcomes;
    private readonly int _training;
    private readonly CancellationToken _token;
    private readonly PreparedCurvature?[] _hessians;
    private readonly PreparedCurvature?[] _fishers;

    public InfluenceProblem(MetaLearner learner, Real[] parameters, TaskPlan[] plans, int training, RandomKey key, CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _training = training;
        _token = token;
        _hessians = new PreparedCurvature?[training];
        _fishers = new PreparedCurvature?[training];
        _outcomes = new TaskOutcome[plans.Length];
        var gradients = new double[plans.Length][];

        // Positions, not task numbers: training and poor tasks come from different sets.
        learner.Run(plans.Length, (worker, item) => _outcomes[item] = worker.Collect(_parameters, plans[item], item, key.Derive((ulong)item)), token);
        _outcomes = learner.Correct(_outcomes);
        learner.Run(
            plans.Length,
            (worker, item) =>
            {
                gradients[item] = new double[_parameters.Length];
                worker.Objective(_outcomes[item].Data).Gradient(_parameters, gradients[item]);
            },
            token);
        Gradients = gradients[..training];
        PoorGradient = new double[parameters.Length];
        foreach (double[] gradient in gradients.AsSpan(training))
        {
            VectorOperations.AddScaled(1, gradient, PoorGradient);
        }

        Interactions = _outcomes.Sum(outcome => outcome.Interactions);
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
        var parts = new double[_training][];
        _learner.Run(
            _training,
            (worker, item) =>
            {
                parts[item] = new double[direction.Length];
                if (weights[item] > 0)
                {
                    ITaskObjective objective = worker.Objective(_outcomes[item].Data);
                    objective.Multiply(prepare(objective, item), direction, parts[item]);
                }
            },
            _token);
        product.Clear();
        for (int item = 0; item < _training; item++)
        {
            VectorOperations.AddScaled(sign * weights[item], parts[item], product);
        }
    }
}
