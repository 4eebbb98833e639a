namespace Xmrl.External.Connections;

/// <summary>The programs of one environment: as many as threads have environments at the same time, none shared by two of them.</summary>
/// <param name="start">Starts a program, given its number from 0.</param>
internal sealed class ConnectionPool(Func<int, Connection> start) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];
    private int _started;
    private bool _disposed;

    /// <summary>The programs that run.</summary>
    public IReadOnlyList<Connection> Connections
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>The program for an environment of this thread: the one that has its others, else a free one, else a new one.</summary>
    /// <exception cref="ExternalEnvironmentException">One has to be started and cannot be.</exception>
    public Connection Enter()
    {
        lock (_gate)
        {
            Connection? own = Living().FirstOrDefault(connection => connection.Owner == Thread.CurrentThread)
                ?? Living().FirstOrDefault(connection => connection.Owner is null);
            if (own is not null)
            {
                own.Owner = Thread.CurrentThread;
                own.Environments++;
                return own;
            }
        }

        return Start(Thread.CurrentThread);
    }

    /// <summary>An environment has ended.</summary>
    /// <param name="connection">Where it was.</param>
    public void Leave(Connection connection)
    {
        lock (_gate)
        {
            if (--connection.Environments == 0)
            {
                connection.Owner = null;
            }
        }
    }

    /// <summary>Any program, for a request that leaves nothing behind.</summary>
    /// <exception cref="ExternalEnvironmentException">One has to be started and cannot be.</exception>
    public Connection Any()
    {
        lock (_gate)
        {
            Connection? any = Living().FirstOrDefault(connection => connection.Owner == Thread.CurrentThread) ?? Living().FirstOrDefault();
            if (any is not null)
            {
                return any;
            }
        }

        return Start(owner: null);
    }

    /// <summary>Ends all programs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (Connection connection in _connections)
            {
                connection.Dispose();
            }

            _connections.Clear();
        }
    }

    /// <summary>Those that can still be asked; the others are ended. Called under the lock.</summary>
    private List<Connection> Living()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (Connection broken in _connections.Where(connection => connection.IsBroken))
        {
            broken.Dispose();
        }

        _ = _connections.RemoveAll(connection => connection.IsBroken);
        return _connections;
    }

    private Connection Start(Thread? owner)
    {
        // Outside of the lock, so that workers start their programs at the same time.
        Connection connection = start(Interlocked.Increment(ref _started) - 1);
        lock (_gate)
        {
            if (_disposed)
            {
                connection.Dispose();
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
            connection.Owner = owner;
            connection.Environments = owner is null ? 0 : 1;
            _connections.Add(connection);
            return connection;
        }
    }
}
