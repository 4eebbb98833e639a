using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;

namespace Xmrl.Latents.Trials;

/// <summary>The last trials that were played, for the model: their steps lie in a replay, which checkpoints store in segments.</summary>
internal sealed class TrialStore
{
    private readonly LatentNetworks _networks;
    private readonly int _capacity;
    private readonly int _trajectories;
    private readonly List<(long First, int[] Lengths)> _trials = [];

    /// <summary>Makes an empty store.</summary>
    /// <param name="networks">Sizes.</param>
    /// <param name="capacity">Trials that are kept, ≥ 1.</param>
    /// <param name="trajectories">E, trajectories of a trial.</param>
    public TrialStore(LatentNetworks networks, int capacity, int trajectories)
    {
        (_networks, _capacity, _trajectories) = (networks, capacity, trajectories);
        Buffer = Empty();
    }

    /// <summary>The steps.</summary>
    public ReplayBuffer Buffer { get; private set; }

    /// <summary>Trials kept.</summary>
    public int Count => _trials.Count;

    /// <summary>Where the trials lie, for checkpoints: their count, then number of the first step and lengths of the trajectories, trial
    /// after trial, then zeros. Its length never changes.</summary>
    public double[] State
    {
        get
        {
            var state = new double[1 + (_capacity * (_trajectories + 1))];
            state[0] = _trials.Count;
            int next = 1;
            foreach ((long first, int[] lengths) in _trials)
            {
                state[next++] = first;
                foreach (int length in lengths)
                {
                    state[next++] = length;
                }
            }

            return state;
        }
    }

    /// <summary>Adds a trial; the oldest is forgotten where the store is full.</summary>
    /// <param name="trial">A trial with real rewards.</param>
    public void Append(LatentTrial trial)
    {
        EnvironmentSpec spec = _networks.Spec;
        long first = Buffer.Head.Count;
        for (int t = 0, trajectory = 0; t < trial.Steps; t++)
        {
            bool isStart = trial.Starts[trajectory] == t;
            trajectory += isStart ? 1 : 0;
            Buffer.Append(new ReplayStep
            {
                Observation = LatentTrial.At(trial.Observations, t, spec.ObservationSize),
                Action = LatentTrial.At(trial.Actions, t, spec.ActionSize),
                Reward = trial.Rewards[t],
                ValueReward = trial.Rewards[t],
                Next = LatentTrial.At(trial.Next, t, spec.ObservationSize),
                IsStart = isStart,
            });
        }

        _trials.Add((first, [.. Enumerable.Range(0, _trajectories).Select(e => trial.Starts[e + 1] - trial.Starts[e])]));
        if (_trials.Count > _capacity)
        {
            _trials.RemoveAt(0);
        }
    }

    /// <summary>A trial.</summary>
    /// <param name="number">In [0, <see cref="Count"/>), the oldest first.</param>
    public ModelTrial this[int number]
    {
        get
        {
            (long first, int[] lengths) = _trials[number];
            int steps = lengths.Sum();
            var batch = new ReplayBatch(Buffer.Shape, steps);
            Buffer.Gather([.. Enumerable.Range(0, steps).Select(t => first + t)], batch);
            int encoded = _networks.Policy.EncodedActionSize;
            var actions = new Matrix(new Real[encoded * steps], encoded, steps);
            _networks.Policy.EncodeActions(batch.Actions, actions);
            var starts = new int[lengths.Length];
            for (int e = 1; e < starts.Length; e++)
            {
                starts[e] = starts[e - 1] + lengths[e - 1];
            }

            return new ModelTrial(
                Rows(batch.Observations), Rows(actions), batch.Rewards.Row(0).ToArray(), Rows(batch.Next), starts);
        }
    }

    /// <summary>Forgets all steps, to be restored.</summary>
    public ReplayBuffer Clear() => Buffer = Empty();

    /// <summary>Continues from stored places.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="ArgumentException">It is no list of trials; nothing changes.</exception>
    public void Restore(ReadOnlySpan<double> state)
    {
        int width = _trajectories + 1;
        if (state.Length != 1 + (_capacity * width) || !(state[0] <= _capacity) || state.ContainsAnyExceptInRange(0, long.MaxValue / 2))
        {
            throw new ArgumentException(
                $"state has shape [{state.Length}]; expected [{1 + (_capacity * width)}]: a count of at most {_capacity} trials, and "
                    + $"{width} numbers of at least 0 for each.",
                nameof(state));
        }

        _trials.Clear();
        for (int i = 1; i < 1 + ((int)state[0] * width); i += width)
        {
            double[] own = state.Slice(i, width).ToArray();
            _trials.Add(((long)own[0], [.. own.Skip(1).Select(length => (int)length)]));
        }
    }

    private ReplayBuffer Empty() => new(new ReplayShape(
        _networks.Spec.ObservationSize, _networks.Spec.ActionSize, checked(_capacity * _trajectories * _networks.Spec.Horizon)));

    private static Real[] Rows(ConstMatrix columns)
    {
        var values = new Real[columns.Rows * columns.Columns];
        for (int column = 0; column < columns.Columns; column++)
        {
            columns.CopyColumn(column, values.AsSpan(column * columns.Rows, columns.Rows));
        }

        return values;
    }
}
