using System.Globalization;
using Xmrl.Mpi;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Cli;

/// <summary>The processes that this one was started with, from the first look at the environment to the common end.</summary>
/// <param name="environment">Gives an environment variable's value, or null.</param>
/// <param name="given">Which streams were open at the start.</param>
internal sealed class ProcessSession(Func<string, string?> environment, (bool Output, bool Error) given) : IDisposable
{
    /// <summary>Seconds that a process which failed waits for the others to fail with it, before it ends them.</summary>
    internal const string PatienceVariable = "XMRL_MPI_PATIENCE";

    private const double DefaultPatienceSeconds = 30;

    private readonly MpiLaunch? _launch = MpiLaunch.Detect(environment);
    private readonly TailWriter _tail = new();
    private readonly Lazy<MessageWriter> _error = new(() => new MessageWriter(given.Error ? Console.Error : TextWriter.Null));
    private readonly Lazy<TextWriter> _output = new(() => given.Output ? Console.Out : new ClosedWriter());
    private MpiProcesses? _mpi;

    /// <summary>Whether mpirun or srun started this process.</summary>
    internal bool IsLaunched => _launch is not null;

    /// <summary>The processes.</summary>
    internal ICollective Processes => _mpi is null ? SingleProcess.Instance : _mpi;

    /// <summary>Where results go: nowhere on ranks other than 0.</summary>
    internal ResultWriter Output => new(Rank == 0 ? _output.Value : TextWriter.Null);

    /// <summary>Where messages go: to the error stream on rank 0; elsewhere they are kept in case this process fails alone.</summary>
    internal MessageWriter Messages => Rank == 0 ? _error.Value : new MessageWriter(_tail);

    /// <summary>Threads of this process where the user names no number.</summary>
    internal int Threads { get; private set; } = Environment.ProcessorCount;

    private int Rank => _mpi?.Rank ?? 0;

    /// <summary>Starts MPI if mpirun or srun started this process.</summary>
    /// <returns>False if that failed; the reason was printed.</returns>
    internal bool TryStart()
    {
        if (_launch is not { } launch)
        {
            return true;
        }

        try
        {
            _mpi = MpiProcesses.Start(launch, environment(MpiLibrary.PathVariable));
            Threads = RankThreads.Of(_mpi, Environment.ProcessorCount, environment);
            return true;
        }
        catch (MpiException fault)
        {
            if (launch.Rank is null or 0)
            {
                _error.Value.WriteLine($"xmrl: {fault.Message}");
            }

            return false;
        }
    }

    /// <summary>Ends together with the other processes; ends them too if this one failed alone.</summary>
    /// <param name="code">This process's exit code.</param>
    /// <returns>The exit code.</returns>
    internal int End(int code)
    {
        if (_mpi is null || _mpi.TryEnd(code == ExitCode.Ok ? null : Patience()))
        {
            return code;
        }

        if (_mpi.Rank > 0)
        {
            _error.Value.WriteLine($"Rank {_mpi.Rank} failed and ends the others. {_tail}".TrimEnd());
        }

        _error.Value.Flush();
        _mpi.Abort(code);
        return code;
    }

    public void Dispose() => _tail.Dispose();

    private TimeSpan Patience() => TimeSpan.FromSeconds(
        double.TryParse(environment(PatienceVariable), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? seconds
            : DefaultPatienceSeconds);
}
