namespace Xmrl.Numerics.Parallel;

/// <summary>Numbered parts of one item of work, which any worker may take.</summary>
/// <param name="count">Number of parts.</param>
/// <param name="body">Called with the worker's number and the part's number.</param>
internal sealed class SharedParts(int count, Action<int, int> body)
{
    private readonly LowestFailure _failure = new();
    private int _next;
    private int _finished;

    /// <summary>Whether parts are left that nobody has taken.</summary>
    public bool IsOpen => Volatile.Read(ref _next) < count;

    /// <summary>Whether all parts are done.</summary>
    public bool IsFinished => Volatile.Read(ref _finished) == count;

    /// <summary>Does parts until none is left to take.</summary>
    public void Work(int worker)
    {
        for (int part = Interlocked.Increment(ref _next) - 1; part < count; part = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                body(worker, part);
            }
#pragma warning disable CA1031 // Whatever a part throws is carried to the worker that shares the item.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failure.Add(part, exception);
            }

            Interlocked.Increment(ref _finished);
        }
    }

    /// <summary>Throws what the lowest failed part threw.</summary>
    public void ThrowIfFailed() => _failure.Throw();
}
