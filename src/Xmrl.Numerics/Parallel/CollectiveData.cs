using System.Runtime.InteropServices;
using System.Text;

namespace Xmrl.Numerics.Parallel;

/// <summary>Data of one process for all: texts and bytes whose length the others do not know.</summary>
internal static class CollectiveData
{
    private const int NumberBytes = sizeof(double);

    /// <summary>Gives every process a text of one of them. Called by all.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="rank">The process that has the text.</param>
    /// <param name="text">The text; read on that process only.</param>
    /// <returns>The text.</returns>
    public static string ShareText(this ICollective collective, int rank, string? text)
    {
        ArgumentNullException.ThrowIfNull(collective);
        if (collective.Size == 1)
        {
            return text ?? string.Empty;
        }

        byte[] mine = collective.Rank == rank ? Encoding.UTF8.GetBytes(text ?? string.Empty) : [];
        var lengths = new double[collective.Size];
        var counts = new int[collective.Size];
        Array.Fill(counts, 1);
        collective.AllGatherItems([mine.Length], lengths, counts);
        int length = (int)lengths[rank];
        Array.Clear(counts);
        counts[rank] = (length + NumberBytes - 1) / NumberBytes;
        var packed = new double[collective.Rank == rank ? counts[rank] : 0];
        mine.CopyTo(MemoryMarshal.AsBytes(packed.AsSpan()));
        var all = new double[counts[rank]];
        collective.AllGatherItems(packed, all, counts);
        return Encoding.UTF8.GetString(MemoryMarshal.AsBytes<double>(all)[..length]);
    }

    /// <summary>Gives every process the bytes that rank 0 gets. Called by all.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="get">Called on rank 0 only.</param>
    /// <returns>The bytes; null where <paramref name="get"/> gave null.</returns>
    /// <exception cref="RankFailureException"><paramref name="get"/> failed, on the other processes; rank 0 throws what it
    /// threw.</exception>
    public static byte[]? ShareBytes(this ICollective collective, Func<byte[]?> get)
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(get);
        if (collective.Size == 1)
        {
            return get();
        }

        const long Nothing = -1;
        const long Failed = -2;
        Span<long> length = [Nothing];
        byte[]? bytes = null;
        if (collective.Rank == 0)
        {
            try
            {
                bytes = get();
                length[0] = bytes?.LongLength ?? Nothing;
            }
            catch (Exception error)
            {
                length[0] = Failed;
                collective.Broadcast(MemoryMarshal.AsBytes(length));
                collective.ShareText(0, error.Message);
                throw;
            }
        }

        collective.Broadcast(MemoryMarshal.AsBytes(length));
        if (length[0] == Failed)
        {
            string message = collective.ShareText(0, null);
            throw new RankFailureException(0, message, string.Empty, null);
        }

        if (length[0] == Nothing)
        {
            return null;
        }

        bytes ??= new byte[length[0]];
        collective.Broadcast(bytes);
        return bytes;
    }

    /// <summary>Lets rank 0 do something first, and then the others, if it succeeded. Called by all.</summary>
    /// <typeparam name="T">What the action gives.</typeparam>
    /// <param name="collective">The processes.</param>
    /// <param name="action">Makes no use of the collective.</param>
    /// <returns>What the action gave on this process.</returns>
    /// <exception cref="RankFailureException">Rank 0 failed, on the other processes; rank 0 throws what it threw.</exception>
    public static T FirstThenOthers<T>(this ICollective collective, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(action);
        T? result = default;
        collective.ShareBytes(() =>
        {
            result = action();
            return null;
        });
        return collective.Rank == 0 ? result! : action();
    }

    /// <summary>Stops all processes where one of them was told to. Called by all.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="token">What this process was told.</param>
    /// <exception cref="OperationCanceledException">A process was told to stop.</exception>
    public static void ThrowIfStopped(this ICollective collective, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(collective);
        var counts = new int[collective.Size];
        var stopped = new double[collective.Size];
        Array.Fill(counts, 1);
        collective.AllGatherItems([token.IsCancellationRequested ? 1 : 0], stopped, counts);
        if (stopped.Contains(1))
        {
            throw new OperationCanceledException(token);
        }
    }

    /// <summary>A request to stop for work that this process does by itself, without exchanges: several processes must stop at the same
    /// place, which is the next exchange.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="token">The request to stop of this process.</param>
    /// <returns>The token where there is one process, else none.</returns>
    public static CancellationToken Alone(this ICollective collective, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(collective);
        return collective.Size == 1 ? token : CancellationToken.None;
    }
}
