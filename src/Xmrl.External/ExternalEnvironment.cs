using System.Buffers.Binary;
using System.Diagnostics;
using Xmrl.External.Connections;
using Xmrl.External.Protocol;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External;

/// <summary>Copies of one task in another program: one message each way for every call.</summary>
internal class ExternalEnvironment : IEnvironment, IEngineBacked, IDisposable
{
    private const byte TerminatedFlag = 1;
    private const byte TruncatedFlag = 2;
    private const byte SucceededFlag = 4;

    private readonly ExternalFamily _family;
    private readonly ObservationCodec _observations;
    private readonly ActionCodec _actions;
    private long _ticks;
    private bool _disposed;

    /// <summary>Begins the environment in the program of this thread.</summary>
    /// <param name="family">The family.</param>
    /// <param name="task">A valid task.</param>
    /// <param name="copies">Number of copies, ≥ 1.</param>
    /// <exception cref="ExternalEnvironmentException">The program fails.</exception>
    public ExternalEnvironment(ExternalFamily family, MdpTask task, int copies)
    {
        _family = family;
        MdpTask = task;
        _observations = family.Announcement.Observations;
        _actions = family.Announcement.Actions;
        Counter = new StepCounter(copies, family.Spec.Horizon);
        Connection = family.Pool.Enter();
        const int head = 3 * sizeof(uint);
        Place place = new(Spec, task, "opening it");
        lock (Connection.Gate)
        {
            Handle = Connection.NewHandle();
            Span<byte> payload = Connection.Request(FrameKind.Open, head + (sizeof(double) * task.Parameters.Length), place);
            BinaryPrimitives.WriteUInt32LittleEndian(payload, Handle);
            BinaryPrimitives.WriteInt32LittleEndian(payload[sizeof(uint)..], copies);
            BinaryPrimitives.WriteInt32LittleEndian(payload[(2 * sizeof(uint))..], task.Index);
            for (int i = 0; i < task.Parameters.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(payload[(head + (sizeof(double) * i))..], task.Parameters[i]);
            }

            _ = Connection.Exchange(FrameKind.Open, 0, place);
        }
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _family.Spec;

    /// <inheritdoc/>
    public MdpTask MdpTask { get; }

    /// <inheritdoc/>
    public int Copies => Counter.Copies;

    /// <summary>Seconds that the program was waited for.</summary>
    public EngineUse EngineUse => new((double)_ticks / Stopwatch.Frequency, 0);

    /// <summary>The program.</summary>
    protected Connection Connection { get; }

    /// <summary>What it is called there.</summary>
    protected uint Handle { get; }

    /// <summary>The steps of each copy.</summary>
    protected StepCounter Counter { get; }

    /// <summary>Doubles of a state.</summary>
    protected int Doubles => _family.Announcement.StateSize;

    /// <summary>Bytes of an observation in a message.</summary>
    protected int ObservationBytes => _observations.Bytes;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        foreach (int copy in copies)
        {
            Counter.Begin(copy);
        }

        Place place = new(Spec, MdpTask, "reset");
        lock (Connection.Gate)
        {
            Span<byte> seeds = Request(FrameKind.Reset, copies, sizeof(ulong), place);
            for (int i = 0; i < copies.Length; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(seeds[(sizeof(ulong) * i)..], key.Derive((ulong)copies[i]).Value);
            }

            ReadOnlySpan<byte> answer = Answer(FrameKind.Reset, (long)copies.Length * ObservationBytes, place);
            for (int i = 0; i < copies.Length; i++)
            {
                Observe(answer, i, observations, place);
            }
        }
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        if (copies.IsEmpty)
        {
            return;
        }

        int step = 0;
        foreach (int copy in copies)
        {
            step = Math.Max(step, Counter.Running(copy) + 1);
        }

        Place place = new(Spec, MdpTask, "step", step);
        int size = Spec.ActionSize;
        lock (Connection.Gate)
        {
            Span<byte> rows = Request(FrameKind.Step, copies, _actions.Bytes, place);
            for (int i = 0; i < copies.Length; i++)
            {
                _actions.Write(actions.Slice(i * size, size), rows.Slice(i * _actions.Bytes, _actions.Bytes));
            }

            ReadOnlySpan<byte> answer = Answer(
                FrameKind.Step, (long)copies.Length * (ObservationBytes + sizeof(float) + 1), place);
            ReadOnlySpan<byte> rewards = answer[(copies.Length * ObservationBytes)..];
            ReadOnlySpan<byte> flags = rewards[(sizeof(float) * copies.Length)..];
            for (int i = 0; i < copies.Length; i++)
            {
                Place here = place with { Step = Counter.Running(copies[i]) + 1 };
                Observe(answer, i, result.Observations, here);
                float reward = BinaryPrimitives.ReadSingleLittleEndian(rewards[(sizeof(float) * i)..]);
                if (!float.IsFinite(reward) || flags[i] > (TerminatedFlag | TruncatedFlag | SucceededFlag))
                {
                    throw Connection.Fault(
                        here,
                        !float.IsFinite(reward) ? $"sent the reward {reward}; a finite number expected"
                            : $"sent the outcome 0x{flags[i]:X2}; 1 (terminated), 2 (truncated) and 4 (succeeded) are known");
                }

                result.Rewards[i] = reward;
                bool terminated = (flags[i] & TerminatedFlag) != 0;
                bool cut = !terminated && (flags[i] & TruncatedFlag) != 0;
                bool isLast = Counter.Advance(copies[i], terminated || cut);
                result.Terminated[i] = terminated;
                result.Truncated[i] = cut || isLast;
                result.Succeeded[i] = Spec.HasSuccess && (terminated || cut || isLast) && (flags[i] & SucceededFlag) != 0;
            }
        }
    }

    /// <summary>Ends the environment in its program.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the environment in its program.</summary>
    /// <param name="disposing">Always true: nothing is left to a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Close();
        _family.Pool.Leave(Connection);
    }

    private void Close()
    {
        Place place = new(Spec, MdpTask, "closing it");
        lock (Connection.Gate)
        {
            if (Connection.IsBroken)
            {
                return;
            }

            try
            {
                Span<byte> payload = Connection.Request(FrameKind.Close, sizeof(uint), place);
                BinaryPrimitives.WriteUInt32LittleEndian(payload, Handle);
                _ = Connection.Exchange(FrameKind.Close, 0, place);
            }
            catch (ExternalEnvironmentException)
            {
                // The connection is broken now, and says why when it is next used.
            }
        }
    }

    /// <summary>Begins a request about some copies.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <param name="copies">The copies.</param>
    /// <param name="bytes">Bytes for each of them that follow.</param>
    /// <param name="place">What it is about.</param>
    /// <returns>Where those bytes go.</returns>
    protected Span<byte> Request(FrameKind kind, ReadOnlySpan<int> copies, int bytes, scoped in Place place)
    {
        int head = sizeof(uint) * (2 + copies.Length);
        Span<byte> payload = Connection.Request(kind, head + ((long)copies.Length * bytes), place);
        BinaryPrimitives.WriteUInt32LittleEndian(payload, Handle);
        BinaryPrimitives.WriteInt32LittleEndian(payload[sizeof(uint)..], copies.Length);
        for (int i = 0; i < copies.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload[(sizeof(uint) * (2 + i))..], copies[i]);
        }

        return payload[head..];
    }

    /// <summary>Sends the request that was begun and waits for the answer, whose time counts as the program's.</summary>
    /// <param name="kind">Kind of the request.</param>
    /// <param name="expected">Bytes of the answer's payload.</param>
    /// <param name="place">What it is about.</param>
    /// <returns>The payload; valid until the next request.</returns>
    protected ReadOnlySpan<byte> Answer(FrameKind kind, long expected, scoped in Place place)
    {
        long began = Stopwatch.GetTimestamp();
        ReadOnlySpan<byte> answer = Connection.Exchange(kind, expected, place);
        _ticks += Stopwatch.GetTimestamp() - began;
        return answer;
    }

    /// <summary>Reads one observation of an answer.</summary>
    /// <param name="answer">Begins with the observations.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="observations">Receives it, at the same row. Shape [k, O].</param>
    /// <param name="place">What it is about.</param>
    protected void Observe(ReadOnlySpan<byte> answer, int row, Span<Real> observations, in Place place)
    {
        ReadOnlySpan<byte> bytes = answer.Slice(row * ObservationBytes, ObservationBytes);
        int wrong = _observations.Read(bytes, observations.Slice(row * Spec.ObservationSize, Spec.ObservationSize));
        if (wrong >= 0)
        {
            throw Connection.Fault(
                place,
                $"sent an observation whose component {wrong} (of 0 to {(ObservationBytes / sizeof(float)) - 1}) is "
                    + _observations.Describe(bytes, wrong));
        }
    }
}
