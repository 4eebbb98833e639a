using System.Globalization;
using System.Net.Sockets;

namespace Xmrl.External.Connections;

/// <summary>A Unix socket on which a program listens that somebody else started.</summary>
internal sealed class SocketChannel : Channel
{
    /// <summary>What the address of a Unix socket begins with.</summary>
    public const string Scheme = "unix:";

    /// <summary>What stands for the number of the connection in an address.</summary>
    public const string Worker = "{worker}";

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    /// <summary>Connects.</summary>
    /// <param name="address"><c>unix:</c> and a path, in which <c>{worker}</c> stands for the number.</param>
    /// <param name="worker">Number of the connection, from 0.</param>
    /// <exception cref="ExternalEnvironmentException">Nobody listens there.</exception>
    public SocketChannel(string address, int worker)
    {
        Name = address.Replace(Worker, worker.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(Name[Scheme.Length..]));
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            _socket.Dispose();
            throw new ExternalEnvironmentException(
                $"The environment's program cannot be reached at {Name}: {error.Message}. One must listen there for worker {worker} before "
                    + "the run begins.",
                error);
        }

        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    /// <inheritdoc/>
    public override Stream Output => _stream;

    /// <inheritdoc/>
    public override Stream Input => _stream;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Break()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    /// <inheritdoc/>
    public override string Ending() => "closed the connection";

    /// <inheritdoc/>
    public override string LastLines() => "";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _stream.Dispose();
}
