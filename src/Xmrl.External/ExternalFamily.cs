using System.Buffers.Binary;
using Xmrl.External.Connections;
using Xmrl.External.Protocol;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External;

/// <summary>An environment that another program computes: a child process for each worker, or one that listens on a socket.</summary>
/// <remarks>Each program serves all environments that its worker builds, by handles. What a copy does depends on its seeds and actions
/// alone where the program keeps to that, which <see cref="Start"/> tries out. The protocol: docs/external-environments.md.</remarks>
internal sealed class ExternalFamily : IEnvironmentFamily, IDisposable
{
    private readonly ExternalOptions _options;
    private readonly ConnectionPool _pool;
    private readonly Announcement _announcement;
    private readonly byte[] _hello;

    private ExternalFamily(ExternalOptions options)
    {
        _options = options;
        _pool = new ConnectionPool(Open);
        try
        {
            Connection first = _pool.Any();
            lock (first.Gate)
            {
                _hello = Hello(first).ToArray();
            }

            _announcement = Parse(first, _hello);
            first.Limit(options.TimeoutSeconds);
            Doubt = SeedTrial.Doubt(this);
        }
        catch (ExternalEnvironmentException)
        {
            _pool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _announcement.Spec;

    /// <summary>How the program breaks its promise of equal bits for equal seeds, in a sentence; null where a trial found
    /// nothing.</summary>
    public string? Doubt { get; }

    /// <summary>Whether states can be read and set, so that they can be mixed.</summary>
    public bool IsMixable => _announcement.StateSize > 0;

    internal ConnectionPool Pool => _pool;

    internal Announcement Announcement => _announcement;

    /// <summary>Starts the first program, hears what it announces and tries whether it honours its seeds.</summary>
    /// <param name="options">Where the program is.</param>
    /// <returns>The family; whoever disposes of it ends the programs, which else end with this process.</returns>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="ExternalEnvironmentException">The program does not start or does not follow the protocol.</exception>
    public static ExternalFamily Start(ExternalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault is { } fault)
        {
            throw new ArgumentException($"{fault}.", nameof(options));
        }

        return new ExternalFamily(options);
    }

    /// <summary>Draws a task: by the program where it can, else uniformly over the ranges.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ExternalEnvironmentException">The program gives no valid task.</exception>
    public MdpTask SampleTask(RandomKey key, int index)
    {
        if (!_announcement.SamplesTasks)
        {
            return Spec.SampleUniform(key, index);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Place place = new(Spec, null, $"sampling task {index}");
        Connection connection = _pool.Any();
        lock (connection.Gate)
        {
            Span<byte> payload = connection.Request(FrameKind.SampleTask, sizeof(ulong), place);
            BinaryPrimitives.WriteUInt64LittleEndian(payload, key.Derive((ulong)index).Value);
            ReadOnlySpan<byte> answer = connection.Exchange(FrameKind.SampleTask, sizeof(double) * Spec.TaskParameterNames.Length, place);
            double[] parameters = new double[Spec.TaskParameterNames.Length];
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] = BinaryPrimitives.ReadDoubleLittleEndian(answer[(sizeof(double) * i)..]);
                ParameterRange range = Spec.TaskParameterRanges[i];
                if (!range.Contains(parameters[i]))
                {
                    throw connection.Fault(
                        place,
                        $"drew {Spec.TaskParameterNames[i]} = {parameters[i]}, outside of its announced range "
                            + $"[{range.Low}, {range.High}]");
                }
            }

            return new MdpTask { EnvironmentId = Spec.Id, Index = index, Parameters = [.. parameters] };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ExternalEnvironmentException">The program fails.</exception>
    public IEnvironment Create(MdpTask task, int copies)
    {
        Spec.Validate(task);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        return IsMixable ? new ExternalStates(this, task, copies) : new ExternalEnvironment(this, task, copies);
    }

    /// <summary>The Euclidean distance of the parameters, each in units of its range.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    public double? Distance(MdpTask first, MdpTask second)
    {
        Spec.Validate(first);
        Spec.Validate(second);
        double sum = 0;
        for (int i = 0; i < first.Parameters.Length; i++)
        {
            ParameterRange range = Spec.TaskParameterRanges[i];
            double difference = range.High > range.Low ? (first.Parameters[i] - second.Parameters[i]) / (range.High - range.Low) : 0;
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Ends the programs.</summary>
    public void Dispose() => _pool.Dispose();

    private static ReadOnlySpan<byte> Hello(Connection connection)
    {
        Place place = new(null, null, "At its start");
        _ = connection.Request(FrameKind.Hello, 0, place);
        return connection.Exchange(FrameKind.Hello, -1, place);
    }

    private static Announcement Parse(Connection connection, ReadOnlySpan<byte> hello)
    {
        try
        {
            return Announcement.Read(hello);
        }
        catch (ProtocolException error)
        {
            throw connection.Fault(new Place(null, null, "At its start"), error.Message, error);
        }
    }

    /// <summary>Starts a program; from the second on it must announce what the first did.</summary>
    private Connection Open(int worker)
    {
        Channel channel = _options.Connect is { } address
            ? new SocketChannel(address, (worker * _options.Processes) + _options.Rank)
            : new ProcessChannel(_options.Command, _options.Folder);
        var connection = new Connection(channel, Math.Max(ExternalOptions.StartSeconds, _options.TimeoutSeconds));
        if (_hello is null)
        {
            return connection;
        }

        lock (connection.Gate)
        {
            if (!Hello(connection).SequenceEqual(_hello))
            {
                ExternalEnvironmentException fault = connection.Fault(
                    new Place(Spec, null, $"at the start of worker {worker}"), "announces something else than it did before");
                connection.Dispose();
                throw fault;
            }
        }

        connection.Limit(_options.TimeoutSeconds);
        return connection;
    }
}
