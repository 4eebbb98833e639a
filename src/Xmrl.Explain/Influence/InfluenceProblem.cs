using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Fixed rollouts of training and poor tasks at one θ, with the hyper-gradients and curvature products that influence needs; sums
/// in task order. Each process keeps the rollouts of its own tasks.</summary>
internal sealed class InfluenceProblem : IInfluenceProblem, IDisposable
{
    private readonly MetaLearner _learner;
    private readonly Real[] _parameters;
    private readonly TaskOutcome?[] _outcomes;
    private readonly WorkItems _items;
    private readonly PreparedCurvature?[] _hessians;
    private readonly PreparedCurvature?[] _fishers;

    public InfluenceProblem(
        MetaLearner learner, Real[] parameters, TaskPlan[] plans, int training, (RandomKey Key, double? GradientLimit) settings,
        CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _hessians = new PreparedCurvature?[training];
        _fishers = new PreparedCurvature?[training];
        _outcomes = new TaskOutcome?[plans.Length];
        _items = new WorkItems { Count = training, Name = item => $"task {plans[item].MdpTask.Index}", Cancellation = token };
        WorkItems all = _items with { Count = plans.Length };

        // Positions, not task numbers: training and poor tasks come from different sets.
        double[][] rows = learner.Gather(all with { Width = 3 }, (worker, item, row) =>
        {
            TaskOutcome outcome = worker.Collect(_parameters, plans[item], item, settings.Key.Derive((ulong)item));
            _outcomes[item] = outcome;
            (row[0], row[1], row[2]) = (
                outcome.Interactions,
                outcome.Data.Outer.DiscountedRewards.Sum(reward => (double)reward),
                outcome.Data.Inner[0].Trajectories);
        });

        // A sampling correction needs the returns of all tasks.
        double[]? corrections = learner.Options.Correction?.Weights([.. rows.Select(row => row[1])], [.. rows.Select(row => (int)row[2])]);
        double[][] gradients = learner.Gather(all with { Width = _parameters.Length }, (worker, item, row) =>
        {
            TaskOutcome outcome = _outcomes[item]!;
            _outcomes[item] = outcome = corrections is null
                ? outcome
                : outcome with { Data = outcome.Data with { CorrectionWeight = corrections[item] } };
            worker.Objective(outcome.Data).Gradient(_parameters, row);
        });
        if (settings.GradientLimit is { } limit)
        {
            Limit(gradients, limit);
        }

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
        => Product(
            weights, -1, vector, product,
            (objective, item) => _hessians[item] ??= objective.PrepareHessian(_parameters, _learner.Preparations));

    /// <inheritdoc/>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(
            weights, 1, vector, product,
            (objective, item) => _fishers[item] ??= objective.PrepareFisher(_parameters, _learner.Preparations));

    /// <summary>Gives the memory of prepared curvature back.</summary>
    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _hessians.Concat(_fishers))
        {
            curvature?.Dispose();
        }
    }

    /// <summary>Scales gradients longer than a multiple of the median length down to it; with a limit of 0 all that are not 0 get length
    /// 1.</summary>
    /// <param name="gradients">One per task; changed in place. Shape [n][P].</param>
    /// <param name="limit">The multiple, at least 0.</param>
    internal static void Limit(double[][] gradients, double limit)
    {
        double[] norms = [.. gradients.Select(gradient => VectorOperations.Norm(gradient))];
        double longest = limit > 0 ? limit * norms.Order().ElementAt(norms.Length / 2) : 1;
        for (int i = 0; i < norms.Length; i++)
        {
            bool changes = limit > 0 ? norms[i] > longest : norms[i] > 0;
            for (int p = 0; p < gradients[i].Length && changes; p++)
            {
                gradients[i][p] *= longest / norms[i];
            }
        }
    }

    private void Product(
        double[] weights, double sign, ReadOnlySpan<double> vector, Span<double> product,
        Func<ITaskObjective, int, PreparedCurvature> prepare)
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
