namespace Xmrl.Meta.Learning;

/// <summary>Memory of one worker for parts that the learner does not know, such as a sampler of an augmentation: one of a kind, made when
/// it is first asked for. One thread at a time.</summary>
public sealed class WorkerScratch : IDisposable
{
    private readonly Dictionary<Type, IDisposable> _parts = [];

    /// <summary>The part of a kind.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="create">Makes it; called once.</param>
    /// <returns>The part, which belongs to the scratch.</returns>
    public T Get<T>(Func<T> create)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!_parts.TryGetValue(typeof(T), out IDisposable? part))
        {
            _parts[typeof(T)] = part = create();
        }

        return (T)part;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in _parts.Values)
        {
            part.Dispose();
        }

        _parts.Clear();
    }
}
