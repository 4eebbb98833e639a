using System.Diagnostics;
using Xmrl.External.Protocol;

namespace Xmrl.External.Connections;

/// <summary>One program that answers one request at a time, within a time limit. What fails once fails from then on, with the same
/// sentence.</summary>
internal sealed class Connection : IDisposable
{
    private const double LongestCheckSeconds = 0.5;
    private const double ShortestCheckSeconds = 0.05;

    private readonly Channel _channel;
    private readonly FrameStream _frames;
    private readonly Timer _watchdog;
    private long _due;
    private volatile bool _isLate;
    private double _limitSeconds;
    private string? _fault;
    private uint _handles;

    /// <summary>Takes over a way to a program.</summary>
    /// <param name="channel">The way; owned from now on.</param>
    /// <param name="limitSeconds">Seconds that an answer may take, &gt; 0.</param>
    public Connection(Channel channel, double limitSeconds)
    {
        _channel = channel;
        _frames = new FrameStream(channel.Output, channel.Input);
        _limitSeconds = limitSeconds;
        var period = TimeSpan.FromSeconds(Math.Clamp(limitSeconds / 4, ShortestCheckSeconds, LongestCheckSeconds));
        _watchdog = new Timer(_ => Watch(), null, period, period);
    }

    /// <summary>Held by whoever uses the connection, from <see cref="Request"/> until the answer is read.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The thread whose environments live here; null for none. Guarded by the pool.</summary>
    public Thread? Owner { get; set; }

    /// <summary>The environments that live here. Guarded by the pool.</summary>
    public int Environments { get; set; }

    /// <summary>Whether nothing can be asked any more.</summary>
    public bool IsBroken => _fault is not null;

    /// <summary>The way to the program.</summary>
    public Channel Channel => _channel;

    /// <summary>A number that no environment of this connection had before.</summary>
    public uint NewHandle() => ++_handles;

    /// <summary>Changes how long an answer may take.</summary>
    /// <param name="seconds">The limit, &gt; 0.</param>
    public void Limit(double seconds) => _limitSeconds = seconds;

    /// <summary>Begins a request.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <param name="length">Bytes of the payload.</param>
    /// <param name="place">What it is about.</param>
    /// <returns>The payload, to be filled before <see cref="Exchange"/>.</returns>
    /// <exception cref="ExternalEnvironmentException">The connection is broken, or the payload is too long.</exception>
    public Span<byte> Request(FrameKind kind, long length, scoped in Place place)
    {
        if (_fault is not null)
        {
            throw new ExternalEnvironmentException(_fault);
        }

        try
        {
            return _frames.Begin(kind, length);
        }
        catch (ProtocolException error)
        {
            throw Fault(place, error.Message, error);
        }
    }

    /// <summary>Sends the request and waits for the answer.</summary>
    /// <param name="kind">Kind of the request.</param>
    /// <param name="expected">Bytes of the answer's payload; negative where they are not known.</param>
    /// <param name="place">What it is about.</param>
    /// <returns>The payload; valid until the next request.</returns>
    /// <exception cref="ExternalEnvironmentException">There is no right answer in time.</exception>
    public ReadOnlySpan<byte> Exchange(FrameKind kind, long expected, scoped in Place place)
    {
        Volatile.Write(ref _due, Stopwatch.GetTimestamp() + (long)(_limitSeconds * Stopwatch.Frequency));
        try
        {
            if (expected > FrameStream.LargestPayload)
            {
                throw new ProtocolException($"would answer with {expected} bytes; a message has at most {FrameStream.LargestPayload}");
            }

            _frames.Send();
            return _frames.Receive(kind, (int)expected);
        }
        catch (Exception error) when (error is ProtocolException or IOException or ObjectDisposedException)
        {
            throw Fault(
                place,
                _isLate ? $"did not answer within {_limitSeconds} s and was stopped (environment.timeoutSeconds)"
                    : error is ProtocolException { IsEnd: false } ? error.Message
                    : $"{_channel.Ending()} where an answer was due",
                error);
        }
        finally
        {
            Volatile.Write(ref _due, 0);
        }
    }

    /// <summary>Breaks the connection and says why.</summary>
    /// <param name="place">What was asked.</param>
    /// <param name="what">What the program did, as the end of a sentence about it.</param>
    /// <param name="inner">The cause, if there is one.</param>
    /// <returns>The exception to throw.</returns>
    public ExternalEnvironmentException Fault(in Place place, string what, Exception? inner = null)
    {
        _channel.Break();
        string lines = _channel.LastLines();
        _fault = $"{place}: the environment's program '{_channel.Name}' {what.TrimEnd('.')}."
            + (lines.Length > 0 ? $" Last lines of its error stream: {lines}" : "");
        return new ExternalEnvironmentException(_fault, inner);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fault ??= $"The environment's program '{_channel.Name}' was ended.";
        _watchdog.Dispose();
        _channel.Dispose();
    }

    private void Watch()
    {
        long due = Volatile.Read(ref _due);
        if (due != 0 && Stopwatch.GetTimestamp() > due)
        {
            _isLate = true;
            _channel.Break();
        }
    }
}
