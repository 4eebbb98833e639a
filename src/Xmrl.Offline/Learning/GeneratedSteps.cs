using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Learning;

/// <summary>Outer steps of networks whose layers are generated.</summary>
internal sealed class GeneratedSteps : IOuterSteps
{
    private readonly MacawLearner _learner;
    private readonly GeneratedTasks _tasks;
    private readonly Real[] _parameters;
    private readonly Real[] _kept;
    private readonly PartwiseAdam _policy;
    private readonly PartwiseAdam _value;
    private readonly Adam _raw;
    private readonly Real[][] _scratch;
    private readonly double[] _rawGradient;
    private IReadOnlyList<(string Name, double[] Values)> _keptRaw = [];

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="parameters">θ, moved in place.</param>
    public GeneratedSteps(MacawLearner learner, Real[] parameters)
    {
        (_learner, _parameters, _kept) = (learner, parameters, new Real[parameters.Length]);
        MacawNetworks networks = learner.Networks;
        _tasks = new GeneratedTasks(learner, learner.Options.TasksPerStep);
        _policy = new PartwiseAdam(networks.ValueOffset, new AdamOptions());
        _value = new PartwiseAdam(networks.RawOffset - networks.ValueOffset, new AdamOptions());
        _rawGradient = new double[networks.ParameterCount - networks.RawOffset];
        _raw = new Adam(_rawGradient.Length, new AdamOptions());
        Optimizers = [_policy, _value, _raw];
        _scratch = [.. Enumerable.Range(0, learner.Pool.Threads).Select(_ => new Real[_tasks.Policy.ScratchLength])];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IOptimizer> Optimizers { get; }

    /// <inheritdoc/>
    public IReadOnlyList<MacawFigures> Figures => _tasks.Figures;

    /// <inheritdoc/>
    public double Take(IReadOnlyList<StepTask> tasks, RandomKey rows)
    {
        _tasks.Differentiate(_parameters, tasks, i => rows.Derive(tasks[i].MdpTask.Index));
        var shares = new double[_learner.Options.TasksPerStep];
        foreach ((int i, StepTask task) in tasks.Index())
        {
            shares[i] = task.Share;
        }

        double norm = Combine(shares);
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        _policy.Begin();
        _value.Begin();
        _tasks.ForParts((worker, block, part)
            => block.Update(
                _parameters, part, block == _tasks.Policy ? _policy : _value, _scratch[worker],
                block == _tasks.Policy ? _learner.Options.Regularization : 0));
        _raw.Step(_parameters.AsSpan(_learner.Networks.RawOffset), _rawGradient);
        return norm;
    }

    /// <inheritdoc/>
    public void Keep()
    {
        _parameters.CopyTo(_kept, 0);
        _policy.Keep();
        _value.Keep();
        _keptRaw = _raw.State;
    }

    /// <inheritdoc/>
    public void TakeBack()
    {
        _kept.CopyTo(_parameters, 0);
        _policy.TakeBack();
        _value.TakeBack();
        _raw.Restore(_keptRaw);
    }

    /// <summary>The mean hyper-gradient of tasks whose rows are given, for tests.</summary>
    /// <param name="inner">D_tr of each task.</param>
    /// <param name="outer">D_ts of each task.</param>
    /// <param name="shares">Shares of the tasks.</param>
    /// <returns>The norm, and the hyper-gradient of shape [P].</returns>
    internal (double Norm, double[] Gradient) Differentiate(TaskRows[] inner, TaskRows[] outer, double[] shares)
    {
        _tasks.Differentiate(_parameters, inner, outer);
        double norm = Combine(shares);
        var gradient = new double[_parameters.Length];
        _tasks.Policy.Read(gradient);
        _tasks.Value.Read(gradient);
        _rawGradient.CopyTo(gradient, _learner.Networks.RawOffset);
        return (norm, gradient);
    }

    private double Combine(double[] shares)
    {
        _tasks.ForParts((block, part) => block.Combine(_parameters, part, shares));
        MacawNetworks networks = _learner.Networks;
        double square = _tasks.Policy.Finish(_parameters, shares, Raw(networks.PolicySteps))
            + _tasks.Value.Finish(_parameters, shares, Raw(networks.ValueSteps));
        double coefficient = 0;
        foreach ((int i, double share) in shares.Index())
        {
            coefficient += share * _tasks.Coefficients[i];
        }

        _rawGradient[networks.Coefficient.Offset - networks.RawOffset] = coefficient;
        return Math.Sqrt(square + _rawGradient.Sum(value => value * value));
    }

    private Span<double> Raw(TensorSpec tensor)
        => _rawGradient.AsSpan(tensor.Offset - _learner.Networks.RawOffset, tensor.Length);
}
