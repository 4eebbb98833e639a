using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Learning;

/// <summary>MACAW: meta-training on stored episodes. Value and policy adapt by one regression step each, the policy on actions weighted by
/// their advantages; the hyper-gradient goes through both steps.</summary>
/// <seealso href="https://arxiv.org/abs/2008.06043">Mitchell, Rafailov, Peng, Levine and Finn (2021), Offline Meta-Reinforcement Learning
/// with Advantage Weighting.</seealso>
internal sealed class MacawLearner : IMetaLearner
{
    private readonly MacawWorker?[] _workers;
    private readonly RowTable[][] _tables;

    /// <summary>Puts the learner together.</summary>
    /// <param name="family">The environments with their data.</param>
    /// <param name="options">Constants.</param>
    /// <param name="pool">Runs the work.</param>
    public MacawLearner(StoredTasks family, MacawOptions options, WorkPool pool)
    {
        (Stored, Options, Pool) = (family, options, pool);
        EnvironmentSpec spec = family.Spec;
        Form = new DataSetForm(spec, family.Data.Description.ActionLimit);
        double stored = Data.ReturnScale.Of(family.Data.Of(BufferSet.Training), options.Discount);
        Scale = options.ReturnScale ?? (stored > 0 ? stored : 1);
        Networks = new MacawNetworks(new MacawShape
        {
            ObservationSize = spec.ObservationSize,
            EncodedActionSize = spec.ActionChoices > 0 ? spec.ActionChoices : spec.ActionSize,
            IsCategorical = spec.ActionChoices > 0,
            Hidden = options.Hidden,
            Latents = options.Latents,
            Deviation = options.Deviation,
            SquashesMean = options.SquashesMean,
        });
        _tables =
        [
            .. Enum.GetValues<BufferSet>().Select(set => family.Data.Of(set)
                .Select(buffer => new RowTable(buffer, Form, options.RowOptions, Scale)).ToArray()),
        ];
        Adaptation = new MacawAdaptation(this);
        Influence = new MacawInfluence(this);
        _workers = new MacawWorker?[pool.Threads];
    }

    /// <inheritdoc/>
    public IEnvironmentFamily Family => Stored;

    /// <inheritdoc/>
    public WorkPool Pool { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Tensors => Networks.Tensors;

    /// <inheritdoc/>
    public int ParameterCount => Networks.ParameterCount;

    /// <inheritdoc/>
    public IAdaptation Adaptation { get; }

    /// <inheritdoc/>
    public IInfluenceSource? Influence { get; }

    /// <summary>The environments with their data.</summary>
    internal StoredTasks Stored { get; }

    /// <summary>Constants.</summary>
    internal MacawOptions Options { get; }

    /// <summary>Sizes and action limit.</summary>
    internal DataSetForm Form { get; }

    /// <summary>c_R, by which returns are divided.</summary>
    internal double Scale { get; }

    /// <summary>The networks.</summary>
    internal MacawNetworks Networks { get; }

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters)
        => Networks.Initialize(key, parameters, (Options.PolicyStep, Options.ValueStep, Options.Coefficient));

    /// <inheritdoc/>
    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => start.Length == ParameterCount
        ? new MacawTraining(this, start, schedule)
        : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MacawWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }

    /// <summary>What a thread works with.</summary>
    /// <param name="worker">Number of the thread.</param>
    internal MacawWorker Worker(int worker) => _workers[worker] ??= new MacawWorker(this);

    /// <summary>The buffer of a task, by its parameters.</summary>
    /// <param name="task">The task.</param>
    /// <param name="sets">The sets to look in, in this order.</param>
    /// <returns>Its rows; null where no set has the task.</returns>
    internal RowTable? TableOf(MdpTask task, params ReadOnlySpan<BufferSet> sets)
    {
        foreach (BufferSet set in sets)
        {
            foreach ((int i, TaskBuffer buffer) in Stored.Data.Of(set).Index())
            {
                if (buffer.MdpTask.Parameters.AsSpan().SequenceEqual(task.Parameters.AsSpan()))
                {
                    return _tables[(int)set][i];
                }
            }
        }

        return null;
    }

    /// <summary>Whether rows are those of a training buffer.</summary>
    /// <param name="table">The rows.</param>
    internal bool IsOfTraining(RowTable table) => Array.IndexOf(_tables[(int)BufferSet.Training], table) >= 0;

    /// <summary>The buffer of the next task in the set that a task belongs to: a wrong one.</summary>
    /// <param name="task">The task.</param>
    internal RowTable Another(MdpTask task)
    {
        foreach (BufferSet set in new[] { BufferSet.Test, BufferSet.Validation, BufferSet.Training })
        {
            RowTable[] own = _tables[(int)set];
            int at = TableOf(task, set) is { } found ? Array.IndexOf(own, found) : -1;
            if (at >= 0 && own.Length > 1)
            {
                return own[(at + 1) % own.Length];
            }
        }

        return _tables[(int)BufferSet.Training][0];
    }
}
