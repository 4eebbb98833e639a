using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed rollouts of training and poor tasks at one θ, with the hyper-gradients and curvature products that influence needs; sums in task order.</summary>
internal sealed class InfluenceProblem
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
        Gradients = new double[plans.Length][];
        learner.Run(
            plans.Length,
            (worker, item) =>
            {
                // Positions, not task numbers: training and poor tasks come from different sets.
                _outcomes[item] = worker.Collect(_parameters, plans[item], item, key.Derive((ulong)item));
                Gradients[item] = new double[_parameters.Length];
                worker.Objective(_outcomes[item].Data).Gradient(_parameters, Gradients[item]);
            },
            token);
        PoorGradient = new double[parameters.Length];
        foreach (double[] gradient in Gradients.AsSpan(training))
        {
            Numerics.Linear.VectorOperations.AddScaled(1, gradient, PoorGradient);
        }

        Interactions = _outcomes.Sum(outcome => outcome.Interactions);
    }

    /// <summary>∇_θ J_i of every task, training tasks first.</summary>
    public double[][] Gradients { get; }

    /// <summary>Σ over poor tasks of ∇_θ J. Shape [P].</summary>
    public double[] PoorGradient { get; }

    public long Interactions { get; }

    /// <summary>−Σ ω_i ∇²J_i·v / n.</summary>
    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(weights, -1, vector, product, (worker, item, v, into) => worker.Objective(_outcomes[item].Data).HessianProduct(_parameters, v, into));

    /// <summary>Σ ω_i F_i·v / n.</summary>
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
            Numerics.Linear.VectorOperations.AddScaled(sign * weights[item] / _training, parts[item], product);
        }
    }
}
