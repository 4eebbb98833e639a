using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning.Drawing;

/// <summary>The rows of one buffer, ready to be drawn from: every stride-th step, with its return, its tail and its episode.</summary>
internal sealed class RowTable
{
    private readonly TaskBuffer _buffer;
    private readonly EnvironmentSpec _spec;
    private readonly double _actionLimit;
    private readonly int[] _steps;
    private readonly int[] _episodes;
    private readonly EpisodeRows _parts;
    private readonly float[] _returns;
    private readonly float[] _tails;

    /// <summary>Prepares a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="form">Sizes and action limit.</param>
    /// <param name="options">Which rows, and γ.</param>
    /// <param name="scale">c_R &gt; 0.</param>
    public RowTable(TaskBuffer buffer, DataSetForm form, RowOptions options, double scale)
    {
        (_buffer, _spec, _actionLimit) = (buffer, form.Spec, form.ActionLimit);
        (double[] returns, double[] tails) = buffer.ReturnsAndTails(options.Discount);
        _steps = [.. Enumerable.Range(0, (buffer.Steps + options.Stride - 1) / options.Stride).Select(row => row * options.Stride)];
        _returns = [.. _steps.Select(step => (float)(returns[step] / scale))];
        _tails = [.. _steps.Select(step => (float)tails[step])];
        _parts = new EpisodeRows(buffer, options);
        _episodes = new int[_steps.Length];
        int episode = 0;
        foreach ((int row, int step) in _steps.Index())
        {
            while (step >= buffer.EndOf(episode))
            {
                episode++;
            }

            _episodes[row] = episode;
        }
    }

    /// <summary>Rows.</summary>
    public int Count => _steps.Length;

    /// <summary>Steps of the buffer, also those between rows.</summary>
    public int Steps => _buffer.Steps;

    /// <summary>Episode of a row, for tests.</summary>
    /// <param name="row">The row.</param>
    internal int EpisodeOf(int row) => _episodes[row];

    /// <summary>Draws inner and outer rows from disjoint episodes of those for training.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="isUniform">Whether inner rows are drawn evenly instead of one stretch.</param>
    /// <param name="inner">Receives numbers of rows.</param>
    /// <param name="outer">Receives numbers of rows.</param>
    /// <exception cref="InvalidOperationException">The buffer has one episode for training.</exception>
    public void Draw(RandomKey key, bool isUniform, Span<int> inner, Span<int> outer)
    {
        int[] trained = _parts.Trained;
        if (trained.Length < 2)
        {
            throw new InvalidOperationException(
                $"The buffer of task {_buffer.MdpTask.Index} has one episode; inner and outer rows need one each.");
        }

        // Half of the episodes for the inner rows, in the order of time.
        var order = new int[trained.Length];
        key.Derive(0).Permutation(order);
        foreach (ref int place in order.AsSpan())
        {
            place = trained[place];
        }

        int split = Math.Clamp(order.Length / 2, 1, order.Length - 1);
        Span<int> first = order.AsSpan(0, split);
        Span<int> second = order.AsSpan(split);
        first.Sort();
        second.Sort();
        Pick(key.Derive(1), first, null, isUniform, inner);
        Pick(key.Derive(2), second, null, true, outer);
    }

    /// <summary>Draws rows for a scored adaptation from the episodes for that.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="isUniform">Whether they are drawn evenly instead of one stretch.</param>
    /// <param name="rows">Receives numbers of rows.</param>
    /// <param name="part">Which of these rows.</param>
    public void Draw(RandomKey key, bool isUniform, Span<int> rows, RowPart part = default)
        => Pick(key.Derive(1), _parts.ScoredHalf(part.Half), part.Stage, isUniform, rows);

    /// <summary>Copies rows into columns.</summary>
    /// <param name="rows">Numbers of rows. Shape [n].</param>
    /// <param name="target">Receives them.</param>
    public void Gather(ReadOnlySpan<int> rows, TaskRows target)
    {
        (int o, int a) = (_spec.ObservationSize, _spec.ActionSize);
        Matrix observations = target.Observations;
        Matrix finals = target.Finals;
        Matrix actions = target.Actions;
        for (int i = 0; i < rows.Length; i++)
        {
            int step = _steps[rows[i]];
            int episode = _episodes[rows[i]];
            for (int k = 0; k < o; k++)
            {
                observations[k, i] = Normal(_buffer.Observations[(step * o) + k], k);
                finals[k, i] = Normal(_buffer.FinalObservations[(episode * o) + k], k);
            }

            for (int k = 0; k < actions.Rows; k++)
            {
                actions[k, i] = _spec.ActionChoices > 0
                    ? _buffer.Actions[step] == k ? 1 : 0
                    : (Real)(_buffer.Actions[(step * a) + k] / _actionLimit);
            }

            target.Returns[i] = _returns[rows[i]];
            target.Tails[i] = _tails[rows[i]];
        }
    }

    private Real Normal(float value, int component)
        => (Real)((value - _spec.ObservationCentre[component]) * _spec.ObservationScale[component]);

    /// <summary>Picks from the rows of episodes, or of a third of these rows, with replacement or as a stretch that begins anywhere and
    /// goes on at the beginning. The rows are not listed: there may be millions.</summary>
    private void Pick(RandomKey key, ReadOnlySpan<int> episodes, int? stage, bool isUniform, Span<int> rows)
    {
        var ends = new int[episodes.Length];
        int all = 0;
        for (int j = 0; j < ends.Length; j++)
        {
            ends[j] = all += _parts.Count(episodes[j]);
        }

        (int from, int to) = stage is { } third
            ? (third * all / TaskBuffer.Stages, (((third + 1) * all) + TaskBuffer.Stages - 1) / TaskBuffer.Stages)
            : (0, all);
        int count = to - from;
        int start = isUniform ? 0 : key.Integer(0, count);
        for (int i = 0; i < rows.Length; i++)
        {
            int place = from + (isUniform ? key.Integer((ulong)i, count) : (start + i) % count);
            int at = Array.BinarySearch(ends, place);
            int j = at < 0 ? ~at : at + 1;
            rows[i] = _parts.EndOf(episodes[j]) - (ends[j] - place);
        }
    }
}
