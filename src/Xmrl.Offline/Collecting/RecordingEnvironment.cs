using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Collecting;

/// <summary>Copies of a task that record their steps. Actions are clipped before they are executed, so that what is stored is what was
/// executed.</summary>
internal sealed class RecordingEnvironment : IEnvironment, IDisposable
{
    private readonly IEnvironment _inner;
    private readonly EpisodeLog _log;
    private readonly OpenEpisode?[] _open;
    private readonly int[] _times;
    private readonly Real[] _executed;
    private readonly Real[] _first;

    /// <summary>Wraps copies.</summary>
    /// <param name="inner">The copies.</param>
    /// <param name="log">Receives the steps.</param>
    /// <param name="spec">Their sizes, with the segment as horizon.</param>
    public RecordingEnvironment(IEnvironment inner, EpisodeLog log, EnvironmentSpec spec)
    {
        (_inner, _log, Spec) = (inner, log, spec);
        _open = new OpenEpisode?[inner.Copies];
        _times = new int[inner.Copies];
        _executed = new Real[inner.Copies * spec.ActionSize];
        _first = new Real[spec.ObservationSize];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public MdpTask MdpTask => _inner.MdpTask;

    /// <inheritdoc/>
    public int Copies => _inner.Copies;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        int size = Spec.ObservationSize;
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            if (_open[copy] is not { } episode)
            {
                // A copy draws from the key's child of its number, also when it is reset alone.
                _inner.Reset([copy], key, _first);
                _open[copy] = episode = _log.Begin();
                episode.Final = [.. _first];
            }

            _times[copy] = 0;
            episode.Final.CopyTo(observations.Slice(i * size, size));
        }
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        (int o, int a) = (Spec.ObservationSize, Spec.ActionSize);
        Span<Real> executed = _executed.AsSpan(0, copies.Length * a);
        for (int i = 0; i < executed.Length; i++)
        {
            executed[i] = _log.Clip(actions[i]);
        }

        _inner.Step(copies, executed, result);
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            OpenEpisode episode = _open[copy]
                ?? throw new InvalidOperationException($"Copy {copy} is stepped before it was reset.");
            _log.Add(episode, episode.Final, executed.Slice(i * a, a), result.Rewards[i]);
            result.Observations.Slice(i * o, o).CopyTo(episode.Final);
            _times[copy]++;
            if (result.Terminated[i] || result.Truncated[i])
            {
                episode.Terminated = result.Terminated[i];
                _open[copy] = null;
            }
            else if (_times[copy] == Spec.Horizon)
            {
                // Cut for the sampler alone; the episode goes on.
                result.Truncated[i] = true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (_inner as IDisposable)?.Dispose();
}
