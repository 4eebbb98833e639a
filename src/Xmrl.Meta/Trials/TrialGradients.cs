using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Objectives;

namespace Xmrl.Meta.Trials;

/// <summary>Policy gradients of single tasks on fixed trials, and the curvature of their objectives: J_i is the mean over trials of the
/// discounted return of a trial, plus the entropy that the training adds.</summary>
internal sealed class TrialGradients : ITaskGradients
{
    private readonly TrialLearner _learner;
    private readonly Real[] _parameters;
    private readonly TrialRound _round;
    private readonly double _entropy;
    private readonly CancellationToken _token;

    /// <summary>Plays the trials and differentiates.</summary>
    public TrialGradients(
        TrialLearner learner, Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        _learner = learner;
        _parameters = [.. parameters];
        _token = token;
        _round = new TrialRound(learner, [.. tasks.Select(task => new TaskPlan { MdpTask = task })], separates: true);

        // Positions, not task numbers: the tasks may come from different sets.
        _round.Sample(_parameters, plan => key.Derive((ulong)plan), token);
        double trials = learner.Options.Trials;
        _round.Weigh([.. tasks.Select(_ => 1 / trials)], 1);

        // The training weighs the entropy against standardised advantages.
        _entropy = _round.Factor > 0 ? learner.Options.Entropy / _round.Factor : 0;
        double[][] parts = learner.Pool.Gather(_round.Items(_parameters.Length, token), (worker, block, row)
            => Evaluator(worker).ValueAndGradient(_parameters, _round[block], row));
        Gradients = [.. tasks.Select(_ => new double[_parameters.Length])];
        for (int block = 0; block < parts.Length; block++)
        {
            VectorOperations.AddScaled(1, parts[block].AsSpan(0, _parameters.Length), Gradients[_round.Slices[block][0].Plan]);
        }

        Interactions = _round.Rows.Sum(row => (long)row[TrialRow.Samples]);
    }

    /// <inheritdoc/>
    public double[][] Gradients { get; }

    /// <inheritdoc/>
    public long Interactions { get; }

    /// <inheritdoc/>
    public void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        Product(weights, product, (evaluator, block, row) => evaluator.HessianProduct(_parameters, block, direction, row));
    }

    /// <inheritdoc/>
    public void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] direction = vector.ToArray();
        Product(weights, product, (evaluator, block, row) => evaluator.FisherProduct(_parameters, block, direction, row));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ITrialObjective Evaluator(int worker)
    {
        ITrialObjective evaluator = _learner.Worker(worker).Objective;
        evaluator.EntropyWeight = _entropy;
        return evaluator;
    }

    private void Product(IReadOnlyList<double> weights, Span<double> product, Action<ITrialObjective, TrialBlock, double[]> multiply)
    {
        double[] ofBlocks =
            [.. _round.Slices.Select(slices => slices[0].Plan < weights.Count ? weights[slices[0].Plan] : 0)];
        _learner.Pool.Sum(_round.Items(0, _token), ofBlocks, product, (worker, block, row) =>
        {
            if (ofBlocks[block] != 0)
            {
                multiply(Evaluator(worker), _round[block], row);
            }
        });
    }
}
