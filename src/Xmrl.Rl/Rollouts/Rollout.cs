using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Rollouts;

/// <summary>N trajectories of one task under one policy, n samples in all, packed trajectory after trajectory: trajectory j is columns
/// Starts[j] … Starts[j + 1] − 1.</summary>
/// <remarks>A sampler fills it; the memory may be given back to the sampler for a later rollout, which overwrites it.</remarks>
public sealed class Rollout
{
    private AlignedBuffer _observations = new(0);
    private AlignedBuffer _actions = new(0);
    private AlignedBuffer _states = new(0);
    private AlignedBuffer _finalObservations = new(0);
    private Real[] _rewards = [];
    private int[] _times = [];
    private int[] _starts = [0];
    private bool[] _terminated = [];
    private bool[] _succeeded = [];
    private double[] _returns = [];
    private int[] _lengths = [];
    private int _observationSize;
    private int _actionSize;
    private int _finalStride;

    /// <summary>The task; null before the first sampling.</summary>
    public MdpTask? MdpTask { get; private set; }

    /// <summary>N, the number of trajectories.</summary>
    public int Trajectories { get; private set; }

    /// <summary>n, the number of samples (environment steps).</summary>
    public int Samples { get; private set; }

    /// <summary>S, the size of a state; 0 if states were not recorded.</summary>
    public int StateSize { get; private set; }

    /// <summary>Where each trajectory begins; the last entry is n. Shape [N + 1].</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Trajectories + 1);

    /// <summary>Raw observations before each step. Shape [O, n], padded stride.</summary>
    public ConstMatrix Observations => new(_observations.Span, _observationSize, Samples, Stride);

    /// <summary>Executed actions, before any clipping by the environment. Shape [A, n], padded stride.</summary>
    public ConstMatrix Actions => new(_actions.Span, _actionSize, Samples, Stride);

    /// <summary>States before each step. Shape [S, n], padded stride; S = 0 if they were not recorded.</summary>
    public ConstMatrix States => new(_states.Span, StateSize, Samples, Stride);

    /// <summary>Rewards of each step. Shape [n].</summary>
    public ReadOnlySpan<Real> Rewards => _rewards.AsSpan(0, Samples);

    /// <summary>t of each sample, 0 for the first of a trajectory. Shape [n].</summary>
    public ReadOnlySpan<int> Times => _times.AsSpan(0, Samples);

    /// <summary>True where the process ended, false where the horizon cut the trajectory off. Shape [N].</summary>
    public ReadOnlySpan<bool> Terminated => _terminated.AsSpan(0, Trajectories);

    /// <summary>True where the trajectory ended in success. Shape [N].</summary>
    public ReadOnlySpan<bool> Succeeded => _succeeded.AsSpan(0, Trajectories);

    /// <summary>Observations after the last step of each trajectory. Shape [O, N], padded stride.</summary>
    public ConstMatrix FinalObservations => new(_finalObservations.Span, _observationSize, Trajectories, _finalStride);

    /// <summary>Undiscounted sum of rewards of each trajectory. Shape [N].</summary>
    public ReadOnlySpan<double> Returns => _returns.AsSpan(0, Trajectories);

    /// <summary>Mean of <see cref="Returns"/>; NaN without trajectories.</summary>
    public double MeanReturn
    {
        get
        {
            double sum = 0;
            foreach (double value in Returns)
            {
                sum += value;
            }

            return sum / Trajectories;
        }
    }

    /// <summary>Share of successful trajectories, in [0, 1]; NaN without trajectories.</summary>
    public double SuccessRate => (double)Succeeded.Count(true) / Trajectories;

    /// <summary>Rewards, starts and ends: what advantages are computed from.</summary>
    internal PackedTrajectories Packed => new() { Rewards = Rewards, Starts = Starts, Terminated = Terminated };

    internal int Stride { get; private set; }

    /// <summary>The memory to fill, between <see cref="Prepare"/> and <see cref="Pack"/>.</summary>
    internal RolloutBuffers Buffers => new()
    {
        Observations = _observations.Span,
        Actions = _actions.Span,
        States = _states.Span,
        FinalObservations = _finalObservations.Span,
        Rewards = _rewards,
        Terminated = _terminated,
        Succeeded = _succeeded,
        Returns = _returns,
        Lengths = _lengths,
        Stride = Stride,
        FinalStride = _finalStride,
    };

    /// <summary>A rollout of one trajectory that was drawn by other means than a <see cref="RolloutSampler"/>, such as a policy with
    /// memory.</summary>
    /// <param name="task">The task.</param>
    /// <param name="spec">Sizes and horizon of the environment.</param>
    /// <param name="trajectory">The steps.</param>
    /// <returns>The rollout, without states.</returns>
    /// <exception cref="ArgumentException">There is no step, there are more than the horizon, or a shape is wrong.</exception>
    public static Rollout Of(MdpTask task, EnvironmentSpec spec, RecordedTrajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        int steps = trajectory.Rewards.Count;
        if (steps < 1 || steps > spec.Horizon || trajectory.Observations.Count != steps || trajectory.Actions.Count != steps)
        {
            throw new ArgumentException(
                $"trajectory has {trajectory.Observations.Count} observations, {trajectory.Actions.Count} actions and {steps} rewards; "
                    + $"expected the same number of each, from 1 to {spec.Horizon}.",
                nameof(trajectory));
        }

        var rollout = new Rollout();
        rollout.Prepare(task, spec, 1, 0);
        RolloutBuffers buffers = rollout.Buffers;
        for (int t = 0; t < steps; t++)
        {
            Column(trajectory.Observations[t], buffers.Observations, buffers.Stride, t, spec.ObservationSize);
            Column(trajectory.Actions[t], buffers.Actions, buffers.Stride, t, spec.ActionSize);
            buffers.Rewards[t] = trajectory.Rewards[t];
            buffers.Returns[0] += trajectory.Rewards[t];
        }

        Column(trajectory.FinalObservation, buffers.FinalObservations, buffers.FinalStride, 0, spec.ObservationSize);
        buffers.Lengths[0] = steps;
        buffers.Terminated[0] = trajectory.Terminated;
        buffers.Succeeded[0] = trajectory.Succeeded;
        rollout.Pack(spec.Horizon);
        return rollout;
    }

    private static void Column(Real[] values, Span<Real> rows, int stride, int column, int size)
    {
        if (values.Length != size)
        {
            throw new ArgumentException($"Step {column} of trajectory has {values.Length} components; expected {size}.", nameof(values));
        }

        for (int row = 0; row < size; row++)
        {
            rows[(row * stride) + column] = values[row];
        }
    }

    /// <summary>Makes room for N trajectories of up to the horizon in steps. Until <see cref="Pack"/>, trajectory j begins at column
    /// j·horizon.</summary>
    internal void Prepare(MdpTask task, EnvironmentSpec spec, int trajectories, int stateSize)
    {
        int capacity = checked(trajectories * spec.Horizon);
        MdpTask = task;
        Trajectories = trajectories;
        Samples = capacity;
        StateSize = stateSize;
        Stride = AlignedBuffer.PaddedStride(capacity);
        _finalStride = AlignedBuffer.PaddedStride(trajectories);
        _observationSize = spec.ObservationSize;
        _actionSize = spec.ActionSize;
        AlignedBuffer.Grow(ref _observations, checked(_observationSize * Stride));
        AlignedBuffer.Grow(ref _actions, checked(_actionSize * Stride));
        AlignedBuffer.Grow(ref _states, checked(stateSize * Stride));
        AlignedBuffer.Grow(ref _finalObservations, _observationSize * _finalStride);
        Grow(ref _rewards, capacity);
        Grow(ref _times, capacity);
        Grow(ref _starts, trajectories + 1);
        Grow(ref _terminated, trajectories);
        Grow(ref _succeeded, trajectories);
        Grow(ref _returns, trajectories);
        Grow(ref _lengths, trajectories);
        _lengths.AsSpan(0, trajectories).Clear();
    }

    /// <summary>Moves the trajectories together and fills starts and times.</summary>
    /// <param name="horizon">Distance between the trajectories' first columns so far.</param>
    /// <exception cref="InvalidOperationException">A trajectory has not been filled.</exception>
    internal void Pack(int horizon)
    {
        int start = 0;
        for (int j = 0; j < Trajectories; j++)
        {
            int length = _lengths[j];
            if (length < 1 || length > horizon)
            {
                throw new InvalidOperationException(
                    $"Trajectory {j} has {length} steps; expected 1 to {horizon}: every trajectory must be filled before the rollout is "
                        + $"packed.");
            }

            int from = j * horizon;
            if (from != start)
            {
                Move(_observations.Span, _observationSize, from, start, length);
                Move(_actions.Span, _actionSize, from, start, length);
                Move(_states.Span, StateSize, from, start, length);
                _rewards.AsSpan(from, length).CopyTo(_rewards.AsSpan(start));
            }

            for (int t = 0; t < length; t++)
            {
                _times[start + t] = t;
            }

            _starts[j] = start;
            start += length;
        }

        _starts[Trajectories] = start;
        Samples = start;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }

    private void Move(Span<Real> data, int rows, int from, int to, int length)
    {
        for (int row = 0; row < rows; row++)
        {
            data.Slice((row * Stride) + from, length).CopyTo(data[((row * Stride) + to)..]);
        }
    }
}
