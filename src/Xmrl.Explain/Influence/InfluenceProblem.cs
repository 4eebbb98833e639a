using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed rollouts of training and poor tasks at one θ, with the hyper-gradients and curvature products that influence needs; sums in task order.</summary>
internal sealed class InfluenceProblem : IInfluenceProblem
{
    private readonly MetaLearner _learner;
    private readonly Real[] _parameters;
    private readonly TaskOutcome[] _outcomes;
    private readonly int _training;
    private readonly CancellationToken _token;

    public InfluenceProblem(MetaLearner learner, Real[] parameters, TaskPlan[] plans, int training, RandomKey key, CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _training = training;
        _token = token;
        _outcomes = new TaskOutcome[plans.Length];
        var gradients = new double[plans.Length][];
        learner.Run(
            plans.Length,
            (worker, item) =>
            {
                // Positions, not task numbers: training and poor tasks come from different sets.
                _outcomes[item] = worker.Collect(_parameters, plans[item], item, key.Derive((ulong)item));
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
        => Product(weights, -1, vector, product, (worker, item, v, into) => worker.Objective(_outcomes[item].Data).HessianProduct(_parameters, v, into));

    /// <inheritdoc/>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(weights, 1, vector, product, (worker, item, v, into) => worker.Objective(_outcomes[item].Data).FisherProduct(_parameters, v, into));

    private void Product(double[] weights, double sign, ReadOnlySpan<double> vector, Span<double> product, Action<LearnerWorker, int, double[], double[]> apply)
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
                    apply(worker, item, direction, parts[item]);
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
