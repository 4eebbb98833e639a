using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Gradient;

/// <summary>Hyper-gradients of single tasks on fixed rollouts, and the curvature of their objectives.</summary>
internal sealed class HyperGradients : ITaskGradients
{
    private readonly GradientLearner _learner;
    private readonly Real[] _parameters;
    private readonly TaskOutcome?[] _outcomes;
    private readonly WorkItems _items;
    private readonly PreparedCurvature?[] _hessians;
    private readonly PreparedCurvature?[] _fishers;

    /// <summary>Draws the rollouts and differentiates.</summary>
    public HyperGradients(
        GradientLearner learner, Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _outcomes = new TaskOutcome?[tasks.Count];
        _hessians = new PreparedCurvature?[tasks.Count];
        _fishers = new PreparedCurvature?[tasks.Count];
        _items = new WorkItems { Count = tasks.Count, Name = item => $"task {tasks[item].Index}", Cancellation = token };

        // Positions, not task numbers: the tasks may come from different sets.
        double[][] rows = learner.Gather(_items with { Width = 3 }, (worker, item, row) =>
        {
            TaskOutcome outcome = worker.Collect(_parameters, new TaskPlan { MdpTask = tasks[item] }, key.Derive((ulong)item));
            _outcomes[item] = outcome;
            (row[0], row[1], row[2]) = (
                outcome.Interactions,
                outcome.Data.Outer.DiscountedRewards.Sum(reward => (double)reward),
                outcome.Data.Inner[0].Trajectories);
        });

        // A sampling correction needs the returns of all tasks.
        double[]? corrections = learner.Options.Correction?.Weights([.. rows.Select(row => row[1])], [.. rows.Select(row => (int)row[2])]);
        Gradients = learner.Gather(_items with { Width = _parameters.Length }, (worker, item, row) =>
        {
            TaskOutcome outcome = _outcomes[item]!;
            _outcomes[item] = outcome = corrections is null
                ? outcome
                : outcome with { Data = outcome.Data with { CorrectionWeight = corrections[item] } };
            worker.Objective(outcome.Data).Gradient(_parameters, row);
        });
        Interactions = rows.Sum(row => (long)row[0]);
    }

    /// <inheritdoc/>
    public double[][] Gradients { get; }

    /// <inheritdoc/>
    public long Interactions { get; }

    /// <inheritdoc/>
    public void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(
            weights, vector, product,
            (objective, item) => _hessians[item] ??= objective.PrepareHessian(_parameters, _learner.Preparations));

    /// <inheritdoc/>
    public void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
        => Product(
            weights, vector, product,
            (objective, item) => _fishers[item] ??= objective.PrepareFisher(_parameters, _learner.Preparations));

    /// <summary>Gives the memory of prepared curvature back.</summary>
    public void Dispose()
    {
        foreach (PreparedCurvature? curvature in _hessians.Concat(_fishers))
        {
            curvature?.Dispose();
        }
    }

    private void Product(
        IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product,
        Func<ITaskObjective, int, PreparedCurvature> prepare)
    {
        double[] direction = vector.ToArray();
        _learner.Sum(_items with { Count = weights.Count }, weights, product, (worker, item, row) =>
        {
            if (weights[item] != 0)
            {
                ITaskObjective objective = worker.Objective(_outcomes[item]!.Data);
                objective.Multiply(prepare(objective, item), direction, row);
            }
        });
    }
}
