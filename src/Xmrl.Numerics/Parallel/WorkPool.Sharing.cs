namespace Xmrl.Numerics.Parallel;

/// <content>The last items of a run, divided among workers that have nothing left to do.</content>
public sealed partial class WorkPool
{
    private readonly List<SharedParts> _shared = [];
    private int _taking;

    /// <summary>Whether all items of the run under way have been handed out, so that other workers have, or soon will have, nothing to do.
    /// For use inside an item.</summary>
    internal bool IsRunningOut => Threads > 1 && Volatile.Read(ref _next) >= _items;

    /// <summary>Divides work of one item: its worker does the parts, and workers that have no items left help. For use inside an
    /// item.</summary>
    /// <param name="worker">The worker that does the item.</param>
    /// <param name="parts">Number of parts, ≥ 0.</param>
    /// <param name="body">Called once per part with the number of the worker that does it, which does nothing else at that time, and the
    /// part's number. Must write only to the part's own place; must not share again.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parts"/> is negative.</exception>
    /// <remarks>Who does a part depends on the time that others take, so its result must not. If parts throw, the exception of the lowest
    /// is thrown again after all have ended.</remarks>
    internal void Share(int worker, int parts, Action<int, int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ArgumentNullException.ThrowIfNull(body);
        var shared = new SharedParts(parts, body);
        lock (_gate)
        {
            _shared.Add(shared);
            Monitor.PulseAll(_gate);
        }

        shared.Work(worker);
        lock (_gate)
        {
            _shared.Remove(shared);
            while (!shared.IsFinished)
            {
                Monitor.Wait(_gate);
            }
        }

        shared.ThrowIfFailed();
    }

    /// <summary>Helps until no worker has an item any more.</summary>
    private void Help(int worker)
    {
        lock (_gate)
        {
            if (--_taking == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }

        while (true)
        {
            SharedParts? shared;
            lock (_gate)
            {
                while ((shared = _shared.Find(static parts => parts.IsOpen)) is null && _taking > 0)
                {
                    Monitor.Wait(_gate);
                }
            }

            if (shared is null)
            {
                return;
            }

            shared.Work(worker);
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
