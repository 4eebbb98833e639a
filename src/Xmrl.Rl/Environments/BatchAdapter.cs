using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>Makes an <see cref="IEnvironment"/> of single-copy environments, one object per copy, and truncates at the horizon.</summary>
public sealed class BatchAdapter : IEnvironment
{
    private readonly ISingleEnvironment[] _copies;
    private readonly StepCounter _counter;

    /// <summary>Builds the copies.</summary>
    /// <param name="spec">Sizes and horizon.</param>
    /// <param name="task">The task.</param>
    /// <param name="copies">Number of copies, ≥ 1.</param>
    /// <param name="create">Builds one copy; called once per copy and never with shared state.</param>
    /// <exception cref="ArgumentException">The task is not one of the environment, or <paramref name="copies"/> is not
    /// positive.</exception>
    public BatchAdapter(EnvironmentSpec spec, MdpTask task, int copies, Func<MdpTask, ISingleEnvironment> create)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(create);
        spec.Validate(task);
        Spec = spec;
        MdpTask = task;
        _counter = new StepCounter(copies, spec.Horizon);
        _copies = new ISingleEnvironment[copies];
        for (int i = 0; i < copies; i++)
        {
            _copies[i] = create(task);
        }
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public MdpTask MdpTask { get; }

    /// <inheritdoc/>
    public int Copies => _copies.Length;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        int size = Spec.ObservationSize;
        for (int i = 0; i < copies.Length; i++)
        {
            _counter.Begin(copies[i]);
            _copies[copies[i]].Reset(key.Derive((ulong)copies[i]), observations.Slice(i * size, size));
        }
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        int observationSize = Spec.ObservationSize;
        int actionSize = Spec.ActionSize;
        for (int i = 0; i < copies.Length; i++)
        {
            _ = _counter.Running(copies[i]);
            SingleStep step = _copies[copies[i]].Step(
                actions.Slice(i * actionSize, actionSize), result.Observations.Slice(i * observationSize, observationSize));
            result.Rewards[i] = step.Reward;
            result.Terminated[i] = step.Terminated;
            result.Truncated[i] = _counter.Advance(copies[i], step.Terminated);
            result.Succeeded[i] = step.Succeeded;
        }
    }
}
