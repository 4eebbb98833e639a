using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;

namespace Xmrl.Trials.Context;

/// <summary>Transitions as an encoder sees them, gathered while a task is met: normalised o, a, r as paid, and perhaps normalised
/// o′.</summary>
/// <param name="spec">Sizes of the environment.</param>
/// <param name="withNext">Whether o′ is among them.</param>
internal sealed class ContextRows(EnvironmentSpec spec, bool withNext)
{
    private readonly Normalization _normalization = new(spec);
    private readonly int _size = (spec.ObservationSize * (withNext ? 2 : 1)) + spec.ActionSize + 1;
    private Real[] _rows = [];
    private AlignedBuffer _columns = new(0);

    /// <summary>Number of transitions.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds the transitions of a trajectory.</summary>
    /// <param name="episode">The trajectory.</param>
    public void Add(Episode episode)
    {
        if (_rows.Length < (Count + episode.Steps) * _size)
        {
            Array.Resize(ref _rows, 2 * (Count + episode.Steps) * _size);
        }

        for (int t = 0; t < episode.Steps; t++, Count++)
        {
            Span<Real> row = _rows.AsSpan(Count * _size, _size);
            _normalization.Apply(episode.Observation(t), row);
            episode.Action(t).CopyTo(row[spec.ObservationSize..]);
            row[spec.ObservationSize + spec.ActionSize] = episode.Rewards[t];
            if (withNext)
            {
                _normalization.Apply(episode.Observation(t + 1), row[(spec.ObservationSize + spec.ActionSize + 1)..]);
            }
        }
    }

    /// <summary>All transitions as columns, until the next call.</summary>
    public ConstMatrix All() => Columns(Count, static (i, _) => i, default);

    /// <summary>Some of them as columns, drawn with replacement, until the next call.</summary>
    /// <param name="count">Number of draws.</param>
    /// <param name="key">Random numbers.</param>
    public ConstMatrix Draw(int count, RandomKey key)
    {
        int known = Count;
        return Columns(count, (i, own) => own.Integer((ulong)i, known), key.Derive(RandomPurpose.ContextSampling));
    }

    /// <summary>Transitions of a batch as columns, until the next call.</summary>
    /// <param name="batch">Raw transitions, whose observations are normalised in place.</param>
    public ConstMatrix Of(ReplayBatch batch)
    {
        _normalization.Apply(batch.Observations);
        Matrix columns = Begin(batch.Count);
        Copy(batch.Observations, columns, 0);
        Copy(batch.Actions, columns, spec.ObservationSize);
        Copy(batch.Rewards, columns, spec.ObservationSize + spec.ActionSize);
        if (withNext)
        {
            _normalization.Apply(batch.Next);
            Copy(batch.Next, columns, spec.ObservationSize + spec.ActionSize + 1);
        }

        return columns;
    }

    private static void Copy(ConstMatrix from, Matrix to, int first)
    {
        for (int row = 0; row < from.Rows; row++)
        {
            from.Row(row).CopyTo(to.Row(first + row));
        }
    }

    private Matrix Begin(int count)
    {
        int stride = AlignedBuffer.PaddedStride(count);
        if (_columns.Length < _size * stride)
        {
            _columns = new AlignedBuffer(_size * stride);
        }

        return new Matrix(_columns.Span[..(_size * stride)], _size, count, stride);
    }

    private ConstMatrix Columns(int count, Func<int, RandomKey, int> choice, RandomKey key)
    {
        Matrix columns = Begin(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<Real> row = _rows.AsSpan(choice(i, key) * _size, _size);
            for (int k = 0; k < row.Length; k++)
            {
                columns[k, i] = row[k];
            }
        }

        return columns;
    }
}
