using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Mpi;

/// <summary>The processes that mpirun or srun started together. One per process; calls come from one thread at a time.</summary>
/// <remarks>MPI itself ends the job where one of its calls fails: its communicators keep their default error handler.</remarks>
public sealed unsafe class MpiProcesses : ICollective
{
    /// <summary>Largest piece of a broadcast: counts are int.</summary>
    private const int PieceBytes = 1 << 30;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private readonly MpiFunctions _mpi;
    private readonly nint _work;
    private readonly nint _end;
    private readonly Lock _calls = new();

    private MpiProcesses(MpiLibrary library, MpiFunctions mpi)
    {
        Library = library;
        _mpi = mpi;
        int rank = 0;
        int size = 0;
        Check(mpi.Rank(mpi.World, &rank));
        Check(mpi.Size(mpi.World, &size));
        Rank = rank;
        Size = size;
        _work = mpi.World;
    }

    private MpiProcesses(MpiProcesses other, nint work, nint end)
    {
        Library = other.Library;
        _mpi = other._mpi;
        Rank = other.Rank;
        Size = other.Size;
        _work = work;
        _end = end;
    }

    /// <summary>The library.</summary>
    internal MpiLibrary Library { get; }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>Loads and starts MPI. Once per process.</summary>
    /// <param name="launch">Who started this process.</param>
    /// <param name="path">The library's file, as <see cref="MpiLibrary.PathVariable"/> names it; null to search.</param>
    /// <returns>The processes.</returns>
    /// <exception cref="MpiException">There is no library, or it does not belong to the starter.</exception>
    public static MpiProcesses Start(MpiLaunch launch, string? path)
    {
        ArgumentNullException.ThrowIfNull(launch);
        MpiLibrary library = MpiLibrary.Load(launch, path);
        var mpi = new MpiFunctions(library);
        int provided = SignalHandlers.Keep(() =>
        {
            int level = 0;
            Check(mpi.InitThread(0, 0, MpiFunctions.ThreadSerialized, &level));
            return level;
        });
        var world = new MpiProcesses(library, mpi);
        if (launch.Size is { } expected && expected != world.Size)
        {
            throw new MpiException(
                $"{launch.Starter} started {expected} processes, but {library.Version.Name} ({library.File}) sees {world.Size}: starter "
                    + $"and library belong to different MPIs. "
                + $"Use the mpirun of {library.Version.Name} (Debian: mpirun.openmpi, mpirun.mpich), with Slurm srun --mpi=pmix or "
                + $"--mpi=pmi2, or name the right library in {MpiLibrary.PathVariable}.");
        }

        if (provided < MpiFunctions.ThreadSerialized)
        {
            throw new MpiException(
                $"{library.Version.Name} ({library.File}) was built without support for threads; install a build with "
                    + $"MPI_THREAD_SERIALIZED or more.");
        }

        nint work = 0;
        nint end = 0;
        Check(mpi.Duplicate(mpi.World, &work));
        Check(mpi.Duplicate(mpi.World, &end));
        return new MpiProcesses(world, work, end);
    }

    /// <inheritdoc/>
    public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts)
    {
        RequireLength(counts.Length, Size, nameof(counts));
        RequireLength(mine.Length, counts[Rank], nameof(mine));
        int[] starts = Starts(counts, out int sum);
        RequireLength(all.Length, sum, nameof(all));
        lock (_calls)
        {
            fixed (double* from = mine, to = all)
            fixed (int* lengths = counts, places = starts)
            {
                Check(_mpi.AllGather(from, mine.Length, _mpi.Double, to, lengths, places, _mpi.Double, _work));
            }
        }
    }

    /// <inheritdoc/>
    public void ExchangeItems(ReadOnlySpan<double> mine, ReadOnlySpan<int> sent, Span<double> all, ReadOnlySpan<int> received)
    {
        RequireLength(sent.Length, Size, nameof(sent));
        RequireLength(received.Length, Size, nameof(received));
        int[] sentStarts = Starts(sent, out int sentSum);
        int[] receivedStarts = Starts(received, out int receivedSum);
        RequireLength(mine.Length, sentSum, nameof(mine));
        RequireLength(all.Length, receivedSum, nameof(all));
        lock (_calls)
        {
            fixed (double* from = mine, to = all)
            fixed (int* fromLengths = sent, fromPlaces = sentStarts, toLengths = received, toPlaces = receivedStarts)
            {
                Check(_mpi.Exchange(from, fromLengths, fromPlaces, _mpi.Double, to, toLengths, toPlaces, _mpi.Double, _work));
            }
        }
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> data)
    {
        lock (_calls)
        {
            for (int start = 0; start < data.Length; start += PieceBytes)
            {
                Span<byte> piece = data[start..Math.Min(data.Length, start + PieceBytes)];
                fixed (byte* bytes = piece)
                {
                    Check(_mpi.Broadcast(bytes, piece.Length, _mpi.Byte, 0, _work));
                }
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Waits asleep: the processor is free for whoever is late.</remarks>
    public void Barrier()
    {
        lock (_calls)
        {
            Meet(_work, null);
        }
    }

    /// <summary>Ends MPI, once every process has come here; the other calls of the processes need not match.</summary>
    /// <param name="patience">How long the others are waited for; null for as long as it takes.</param>
    /// <returns>False if some did not come: then only <see cref="Abort"/> is left.</returns>
    public bool TryEnd(TimeSpan? patience)
    {
        lock (_calls)
        {
            if (!Meet(_end, patience))
            {
                return false;
            }

            Check(_mpi.Finish());
            return true;
        }
    }

    /// <summary>Ends all processes at once. Does not return.</summary>
    /// <param name="code">Exit code of the job, not 0.</param>
    public void Abort(int code) => _mpi.Abort(_mpi.World, code);

    /// <summary>Waits for all processes, asleep between looks; false if some did not come in time.</summary>
    private bool Meet(nint communicator, TimeSpan? patience)
    {
        nint request = 0;
        Check(_mpi.BeginBarrier(communicator, &request));
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            int done = 0;
            Check(_mpi.Test(&request, &done, _mpi.StatusIgnore));
            if (done != 0)
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                return false;
            }

            Thread.Sleep(s_pause);
        }
    }

    private static int[] Starts(ReadOnlySpan<int> counts, out int sum)
    {
        var starts = new int[counts.Length];
        sum = 0;
        for (int rank = 0; rank < counts.Length; rank++)
        {
            starts[rank] = sum;
            sum = checked(sum + counts[rank]);
        }

        return starts;
    }

    private static void RequireLength(int found, int expected, string parameter)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{parameter} has {found} elements; {expected} expected.", parameter);
        }
    }

    private static void Check(int error, [CallerArgumentExpression(nameof(error))] string call = "")
    {
        if (error != 0)
        {
            throw new MpiException($"MPI reported error {error} in {call}.");
        }
    }
}
