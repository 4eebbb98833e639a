namespace Xmrl.Rl.Replay;

/// <summary>The steps of one task that learning draws from: a ring of columns o, a, r, flags, with the context as ranges of steps in it.
/// o′ is the next column, or stored where a trajectory ends.</summary>
/// <remarks>Not safe for concurrent changes; any number of threads may read. Since <see cref="Mark"/>, nothing is lost: until the next
/// mark, <see cref="Rollback"/> returns to it, and what it held can be stored. Whole segments are kept as long as one of their steps is in
/// the ring.</remarks>
internal sealed partial class ReplayBuffer
{
    private const byte StartBit = 1;
    private const byte TerminatedBit = 2;
    private const byte ContextBit = 4;

    private readonly Dictionary<long, Real[]> _finals = [];
    private readonly List<(long Start, long End)> _ranges = [];
    private Real[] _observations = [];
    private Real[] _actions = [];
    private Real[] _rewards = [];
    private Real[] _valueRewards = [];
    private byte[] _flags = [];
    private int _room;
    private ReplayHead _mark;

    /// <summary>Creates an empty replay.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public ReplayBuffer(ReplayShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.ObservationSize, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.ActionSize, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Capacity, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.SegmentSteps, 1, nameof(shape));
        Shape = shape;
    }

    /// <summary>Sizes.</summary>
    public ReplayShape Shape { get; }

    /// <summary>Where the replay stands.</summary>
    public ReplayHead Head { get; private set; }

    /// <summary>Number of the oldest step in the ring.</summary>
    public long Oldest => OldestOf(Head);

    /// <summary>Steps in the ring.</summary>
    public int Live => (int)(Head.Count - Oldest);

    /// <summary>Ranges of steps that are the context, oldest first: start, and end exclusive.</summary>
    public IReadOnlyList<(long Start, long End)> ContextRanges => _ranges;

    /// <summary>Steps of the context.</summary>
    public int ContextCount { get; private set; }

    /// <summary>Appends a step; the ring forgets its oldest one when it is full. A range of context that loses a step is dropped.</summary>
    /// <param name="step">The step. It continues the trajectory of the step before it, unless it is a start.</param>
    /// <exception cref="ArgumentException">A shape is wrong, or the step neither starts a trajectory nor begins where the last step
    /// ended.</exception>
    public void Append(in ReplayStep step)
    {
        (int o, int a) = (Shape.ObservationSize, Shape.ActionSize);
        if (step.Observation.Length != o || step.Next.Length != o || step.Action.Length != a)
        {
            throw new ArgumentException(
                $"step has {step.Observation.Length} and {step.Next.Length} observations and {step.Action.Length} actions; expected {o}, "
                    + $"{o} and {a}.",
                nameof(step));
        }

        long number = Head.Count;
        if (!step.IsStart && !(number > 0 && _finals[number - 1].AsSpan().SequenceEqual(step.Observation)))
        {
            throw new ArgumentException(
                $"Step {number} does not start a trajectory and does not begin where step {number - 1} ended.", nameof(step));
        }

        EnsureRoom(number + 1);
        int slot = Slot(number);
        step.Observation.CopyTo(_observations.AsSpan(slot * o));
        step.Action.CopyTo(_actions.AsSpan(slot * a));
        _rewards[slot] = step.Reward;
        _valueRewards[slot] = step.ValueReward;
        _flags[slot] = (byte)((step.IsStart ? StartBit : 0) | (step.Terminated ? TerminatedBit : 0) | (step.IsContext ? ContextBit : 0));
        if (!step.IsStart)
        {
            _finals.Remove(number - 1);
        }

        _finals[number] = step.Next.ToArray();
        Head = Head with { Count = number + 1 };
        if (step.IsContext)
        {
            Extend(number);
        }

        DropOverwritten();
    }

    /// <summary>Begins the context anew: what was appended for it so far stays in replay alone.</summary>
    public void ClearContext()
    {
        Head = Head with { ContextStart = Head.Count };
        _ranges.Clear();
        ContextCount = 0;
    }

    /// <summary>Number of the context's step at a place, counted over its ranges.</summary>
    /// <param name="place">In [0, <see cref="ContextCount"/>).</param>
    public long ContextStep(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        long left = place;
        foreach ((long start, long end) in _ranges)
        {
            if (left < end - start)
            {
                return start + left;
            }

            left -= end - start;
        }

        throw new ArgumentOutOfRangeException(nameof(place), place, $"The context has {ContextCount} steps.");
    }

    /// <summary>Copies steps into the columns of a batch.</summary>
    /// <param name="steps">Numbers of steps in the ring. Shape [n], n ≤ the batch's capacity.</param>
    /// <param name="batch">Receives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is not in the ring.</exception>
    public void Gather(ReadOnlySpan<long> steps, ReplayBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Begin(steps.Length);
        for (int i = 0; i < steps.Length; i++)
        {
            long step = steps[i];
            if (step < Oldest || step >= Head.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(steps), step, $"The ring holds steps {Oldest} to {Head.Count - 1}.");
            }

            int slot = Slot(step);
            batch.Set(i, new ReplayStep
            {
                Observation = Observation(step),
                Action = _actions.AsSpan(slot * Shape.ActionSize, Shape.ActionSize),
                Reward = _rewards[slot],
                ValueReward = _valueRewards[slot],
                Next = Next(step),
                Terminated = (_flags[slot] & TerminatedBit) != 0,
            });
        }
    }

    /// <summary>Remembers this place; steps that left the ring before it are gone for good.</summary>
    public void Mark()
    {
        _mark = Head;
        foreach (long gone in _finals.Keys.Where(step => step < Kept).ToArray())
        {
            _finals.Remove(gone);
        }
    }

    /// <summary>Returns to the last <see cref="Mark"/>, or to the beginning.</summary>
    public void Rollback()
    {
        // The step before the mark may have been continued.
        Real[]? last = _mark.Count > 0 ? Next(_mark.Count - 1).ToArray() : null;
        foreach (long later in _finals.Keys.Where(step => step >= _mark.Count).ToArray())
        {
            _finals.Remove(later);
        }

        if (last is not null)
        {
            _finals[_mark.Count - 1] = last;
        }

        Head = _mark;
        FindRanges();
    }

    /// <summary>Number of the first step that is still stored: the first of the oldest segment that has a step in the ring since the
    /// mark.</summary>
    private long Kept => OldestOf(_mark) / Shape.SegmentSteps * Shape.SegmentSteps;

    private long OldestOf(ReplayHead head) => Math.Max(0, head.Count - Shape.Capacity);

    private int Slot(long step) => (int)(step % _room);

    private ReadOnlySpan<Real> Observation(long step) => _observations.AsSpan(Slot(step) * Shape.ObservationSize, Shape.ObservationSize);

    private ReadOnlySpan<Real> Next(long step) => _finals.TryGetValue(step, out Real[]? final) ? final : Observation(step + 1);

    private void Extend(long number)
    {
        if (_ranges.Count > 0 && _ranges[^1].End == number)
        {
            _ranges[^1] = (_ranges[^1].Start, number + 1);
        }
        else
        {
            _ranges.Add((number, number + 1));
        }

        ContextCount++;
    }

    private void DropOverwritten()
    {
        while (_ranges.Count > 0 && _ranges[0].Start < Oldest)
        {
            (long start, long end) = _ranges[0];
            _ranges.RemoveAt(0);
            ContextCount -= (int)(end - start);
            Head = Head with { ContextStart = end, Dropped = Head.Dropped + 1 };
        }
    }

    /// <summary>Finds the ranges from the steps' flags.</summary>
    private void FindRanges()
    {
        _ranges.Clear();
        ContextCount = 0;
        for (long step = Math.Max(Head.ContextStart, Oldest); step < Head.Count; step++)
        {
            if ((_flags[Slot(step)] & ContextBit) != 0)
            {
                Extend(step);
            }
        }
    }

    private void EnsureRoom(long end)
    {
        long needed = end - Kept;
        if (needed <= _room)
        {
            return;
        }

        // Twice as much, up to what a full ring takes with its oldest and its open segment.
        long full = (long)Shape.Capacity + (2L * Shape.SegmentSteps);
        int room = checked((int)Math.Max(needed + Shape.SegmentSteps, Math.Min(2L * _room, full)));
        (int o, int a) = (Shape.ObservationSize, Shape.ActionSize);
        var observations = new Real[checked(room * o)];
        var actions = new Real[checked(room * a)];
        var rewards = new Real[room];
        var valueRewards = new Real[room];
        var flags = new byte[room];
        for (long step = Kept; step < Head.Count; step++)
        {
            (int from, int to) = (Slot(step), (int)(step % room));
            _observations.AsSpan(from * o, o).CopyTo(observations.AsSpan(to * o));
            _actions.AsSpan(from * a, a).CopyTo(actions.AsSpan(to * a));
            (rewards[to], valueRewards[to], flags[to]) = (_rewards[from], _valueRewards[from], _flags[from]);
        }

        (_observations, _actions, _rewards, _valueRewards, _flags, _room) = (observations, actions, rewards, valueRewards, flags, room);
    }
}
