using System.Runtime.ExceptionServices;

namespace Xmrl.Numerics.Parallel;

/// <summary>The exception of the lowest number that failed, whatever the order in which workers meet failures. Safe for concurrent
/// use.</summary>
internal sealed class LowestFailure
{
    private readonly Lock _lock = new();
    private int _number = int.MaxValue;
    private ExceptionDispatchInfo? _exception;

    /// <summary>The lowest number that failed so far; the largest integer if none did.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>Takes note of a failure.</summary>
    public void Add(int number, Exception exception)
    {
        lock (_lock)
        {
            if (number < _number)
            {
                _exception = ExceptionDispatchInfo.Capture(exception);
                Volatile.Write(ref _number, number);
            }
        }
    }

    /// <summary>Throws the exception again, if there is one.</summary>
    public void Throw() => _exception?.Throw();
}
