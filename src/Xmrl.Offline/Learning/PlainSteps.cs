using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning;

/// <summary>Outer steps of networks with plain layers. Threads share the two parts of every task, value and policy.</summary>
internal sealed class PlainSteps : IOuterSteps
{
    private readonly MacawLearner _learner;
    private readonly Real[] _parameters;
    private readonly Real[] _kept;
    private readonly int[] _bounds;
    private readonly Adam[] _optimizers;
    private readonly StepPlace[] _places;
    private readonly TwoPartWork _work;
    private readonly double[] _sum;
    private readonly MacawFigures[] _figures;
    private IReadOnlyList<(string Name, double[] Values)>[] _keptStates = [];

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="parameters">θ, moved in place.</param>
    public PlainSteps(MacawLearner learner, Real[] parameters)
    {
        (_learner, _parameters, _kept) = (learner, parameters, [.. parameters]);
        MacawNetworks networks = learner.Networks;
        _bounds = [0, networks.PolicyLength, networks.RawOffset, networks.ParameterCount];
        _optimizers = [.. Enumerable.Range(0, _bounds.Length - 1).Select(i => new Adam(_bounds[i + 1] - _bounds[i], new AdamOptions()))];
        _places =
        [
            .. Enumerable.Range(0, learner.Options.TasksPerStep).Select(_ => new StepPlace(
                MacawWorker.NewRows(learner, learner.Options.Rows), MacawWorker.NewRows(learner, learner.Options.Rows),
                new Real[networks.Value.Length], new double[networks.ParameterCount])),
        ];
        _work = new TwoPartWork(learner.Pool);
        _sum = new double[networks.ParameterCount];
        _figures = new MacawFigures[_places.Length];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IOptimizer> Optimizers => _optimizers;

    /// <inheritdoc/>
    public IReadOnlyList<MacawFigures> Figures => _figures;

    /// <inheritdoc/>
    public double Take(IReadOnlyList<StepTask> tasks, RandomKey rows)
    {
        _work.Run(
            tasks.Count,
            (worker, item) =>
            {
                MacawWorker own = _learner.Worker(worker);
                StepPlace place = _places[item];
                RandomKey key = rows.Derive(tasks[item].MdpTask.Index);
                own.Draw(tasks[item].Table, key, _learner.Options.UniformInnerRows, place.Inner, place.Outer);
                _figures[item] = own.Step.ValuePart(_parameters, place);
            },
            (worker, item) => _figures[item] = _learner.Worker(worker).Step.PolicyPart(_parameters, _places[item], _figures[item]));
        Array.Clear(_sum);
        for (int item = 0; item < tasks.Count; item++)
        {
            VectorOperations.AddScaled(tasks[item].Share, _places[item].Gradient, _sum);
        }

        for (int i = 0; i < _bounds[1] && _learner.Options.Regularization > 0; i++)
        {
            _sum[i] -= _learner.Options.Regularization * _parameters[i];
        }

        double norm = VectorOperations.Norm(_sum);
        for (int i = 0; i < _optimizers.Length && double.IsFinite(norm); i++)
        {
            _optimizers[i].Step(_parameters.AsSpan(_bounds[i].._bounds[i + 1]), _sum.AsSpan(_bounds[i].._bounds[i + 1]));
        }

        return norm;
    }

    /// <inheritdoc/>
    public void Keep()
    {
        _parameters.CopyTo(_kept, 0);
        _keptStates = [.. _optimizers.Select(optimizer => optimizer.State)];
    }

    /// <inheritdoc/>
    public void TakeBack()
    {
        _kept.CopyTo(_parameters, 0);
        foreach ((int i, Adam optimizer) in _optimizers.Index())
        {
            optimizer.Restore(_keptStates[i]);
        }
    }
}
