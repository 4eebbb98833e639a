namespace Xmrl.Numerics.Parallel;

/// <summary>A fixed set of threads that work through numbered items, alone or together with other processes.</summary>
/// <remarks>
/// <para>Items are handed out one by one to whichever worker is free. Results do not depend on that if each item writes only to its own
/// slot and draws its random numbers from a key of its own; <see cref="Sum"/> adds the slots in the order of the items.</para>
/// <para>Worker 0 is the thread that calls Run, so that a pool of one has no threads of its own and nothing to wake. The others sleep
/// between runs; they are background threads: they never keep the program alive.</para>
/// <para><see cref="Run(int, Action{int, int}, CancellationToken)"/> works on this process alone. <see cref="Sum"/> and
/// <see cref="Gather"/> divide their items over the processes of
/// <see cref="Collective"/>, and each process's share over its threads.</para>
/// </remarks>
public sealed partial class WorkPool : IDisposable
{
    private readonly Lock _runs = new();
    private readonly object _gate = new();
    private readonly Thread[] _threads;

    private Action<int, int>? _body;
    private int[]? _order;
    private CancellationToken _cancellation;
    private int _items;
    private int _next;
    private int _working;
    private long _run;
    private LowestFailure _failure = new();
    private bool _skipped;
    private bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Number of workers, ≥ 1, with the caller of Run.</param>
    /// <param name="collective">The processes that share the work; this one alone if null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public WorkPool(int threads, ICollective? collective = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Collective = collective ?? SingleProcess.Instance;
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Xmrl worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Number of workers.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>Asks to stop the run under way: for items that take long. An item that throws <see cref="OperationCanceledException"/> ends
    /// the run as if it had been stopped between items.</summary>
    public CancellationToken Cancellation => _cancellation;

    /// <summary>Works through items 0 … items − 1, each exactly once, and returns when all are finished.</summary>
    /// <param name="items">Number of items, ≥ 0.</param>
    /// <param name="body">Called with the worker's number in [0, Threads) and the item's number. A worker runs one item at a time, so
    /// scratch memory per worker is safe. Must not call Run of the same pool.</param>
    /// <param name="cancellation">Checked before each item; a running item is not interrupted.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="items"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">Another run of this pool is under way.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all items were handed out.</exception>
    /// <remarks>If items throw, the exception of the lowest item is thrown again after all workers have stopped: items above a failed one
    /// may be left out, items below never are, so the exception is the same for any number of threads and any order.</remarks>
    public void Run(int items, Action<int, int> body, CancellationToken cancellation = default) => Run(items, body, null, cancellation);

    /// <summary>The same with the items handed out in a given order: for tests that the order does not matter.</summary>
    /// <param name="items">Number of items, ≥ 0.</param>
    /// <param name="body">Called with the worker's number in [0, Threads) and the item's number.</param>
    /// <param name="order">A permutation of 0 … items − 1; natural order if null.</param>
    /// <param name="cancellation">Checked before each item; a running item is not interrupted.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> is negative, or <paramref name="order"/> is no permutation of that
    /// length.</exception>
    /// <exception cref="InvalidOperationException">Another run of this pool is under way.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all items were handed out.</exception>
    public void Run(int items, Action<int, int> body, int[]? order, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentNullException.ThrowIfNull(body);
        RequirePermutation(order, items);
        if (_runs.IsHeldByCurrentThread || !_runs.TryEnter())
        {
            throw new InvalidOperationException("Another run of this pool is under way.");
        }

        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                cancellation.ThrowIfCancellationRequested();
                _body = body;
                _order = order;
                _cancellation = cancellation;
                _items = items;
                _next = 0;
                _failure = new LowestFailure();
                _skipped = false;
                _working = _threads.Length;
                _taking = Threads;
                _run++;
                Monitor.PulseAll(_gate);
            }

            TakeItems(worker: 0);
            Help(worker: 0);
            lock (_gate)
            {
                while (_working > 0)
                {
                    Monitor.Wait(_gate);
                }

                _body = null;
                _order = null;
            }

            _failure.Throw();
            if (_skipped)
            {
                throw new OperationCanceledException(cancellation);
            }
        }
        finally
        {
            _failure = new LowestFailure();
            _runs.Exit();
        }
    }

    /// <summary>Ends the threads and waits for them. Waits for a run that is under way.</summary>
    public void Dispose()
    {
        lock (_runs)
        {
            lock (_gate)
            {
                _disposed = true;
                Monitor.PulseAll(_gate);
            }
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private static void RequirePermutation(int[]? order, int items)
    {
        if (order is null)
        {
            return;
        }

        var seen = new bool[items];
        if (order.Length != items)
        {
            throw new ArgumentException($"order has {order.Length} elements; {items} expected.", nameof(order));
        }

        foreach (int item in order)
        {
            if ((uint)item >= (uint)items || seen[item])
            {
                throw new ArgumentException(
                    $"order holds {item} twice or out of range; a permutation of 0 to {items - 1} expected.", nameof(order));
            }

            seen[item] = true;
        }
    }

    private void Work(int worker)
    {
        long run = 0;
        while (true)
        {
            lock (_gate)
            {
                while (_run == run && !_disposed)
                {
                    Monitor.Wait(_gate);
                }

                if (_disposed)
                {
                    return;
                }

                run = _run;
            }

            TakeItems(worker);
            Help(worker);
            lock (_gate)
            {
                if (--_working == 0)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private void TakeItems(int worker)
    {
        while (true)
        {
            int position = Interlocked.Increment(ref _next) - 1;
            if (position >= _items)
            {
                return;
            }

            int item = _order is null ? position : _order[position];
            if (_cancellation.IsCancellationRequested)
            {
                Volatile.Write(ref _skipped, true);
                return;
            }

            if (item > _failure.Number)
            {
                continue;
            }

            try
            {
                _body!(worker, item);
            }
#pragma warning disable CA1031 // Whatever an item throws is carried to the caller of Run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failure.Add(item, exception);
            }
        }
    }
}
