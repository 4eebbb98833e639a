using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff;

/// <summary>Memory for prepared values: bounded in sum, used again once given back. Safe for concurrent use.</summary>
/// <remarks>Who finds it used up computes the values again in every run, to the same bits.</remarks>
/// <param name="limitBytes">Largest sum of all buffers, ≥ 0.</param>
public sealed class PreparationMemory(long limitBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Stack<AlignedBuffer>> _free = [];
    private long _heldBytes;
    private long _freeBytes;

    /// <summary>Sum of all buffers, lent or free, in bytes.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return _heldBytes;
            }
        }
    }

    /// <summary>Lends a buffer.</summary>
    /// <param name="length">Number of elements, ≥ 0.</param>
    /// <returns>A buffer of any content, or null if the limit would be passed.</returns>
    internal AlignedBuffer? TryLend(int length)
    {
        long bytes = Bytes(length);
        lock (_lock)
        {
            if (_free.TryGetValue(length, out Stack<AlignedBuffer>? stack) && stack.TryPop(out AlignedBuffer? buffer))
            {
                _freeBytes -= bytes;
                return buffer;
            }

            if (_heldBytes + bytes > limitBytes)
            {
                // Buffers of other lengths make room.
                _free.Clear();
                _heldBytes -= _freeBytes;
                _freeBytes = 0;
            }

            if (_heldBytes + bytes > limitBytes)
            {
                return null;
            }

            _heldBytes += bytes;
            return new AlignedBuffer(length);
        }
    }

    /// <summary>Takes a buffer back.</summary>
    /// <param name="buffer">A buffer that was lent; nobody reads it any more.</param>
    internal void Return(AlignedBuffer buffer)
    {
        lock (_lock)
        {
            if (!_free.TryGetValue(buffer.Length, out Stack<AlignedBuffer>? stack))
            {
                _free[buffer.Length] = stack = [];
            }

            stack.Push(buffer);
            _freeBytes += Bytes(buffer.Length);
        }
    }

    private static long Bytes(int length) => length * (long)sizeof(Real);
}
