using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Xmrl.Rl.Environments;

/// <summary>Counts the steps of every copy's episode and truncates it at the horizon.</summary>
internal sealed class StepCounter
{
    private const int NotRunning = -1;

    private readonly int[] _steps;
    private readonly int _horizon;

    /// <summary>Prepares counters for copies that have not begun.</summary>
    /// <param name="copies">Number of copies, ≥ 1.</param>
    /// <param name="horizon">Steps per episode, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not positive.</exception>
    public StepCounter(int copies, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        _steps = new int[copies];
        Array.Fill(_steps, NotRunning);
        _horizon = horizon;
    }

    /// <summary>Number of copies.</summary>
    public int Copies => _steps.Length;

    /// <summary>Begins an episode.</summary>
    /// <param name="copy">The copy.</param>
    /// <exception cref="ArgumentException">There is no such copy.</exception>
    public void Begin(int copy)
    {
        if ((uint)copy >= (uint)_steps.Length)
        {
            ThrowNoSuchCopy(copy);
        }

        _steps[copy] = 0;
    }

    /// <summary>The steps that a running episode has made.</summary>
    /// <param name="copy">The copy.</param>
    /// <exception cref="ArgumentException">There is no such copy, or its episode has not begun or has ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Running(int copy)
    {
        int[] steps = _steps;
        if ((uint)copy >= (uint)steps.Length || steps[copy] < 0)
        {
            ThrowNotRunning(copy);
        }

        return steps[copy];
    }

    /// <summary>Counts one step of a running episode and ends the episode when it terminated or reached the horizon.</summary>
    /// <param name="copy">The copy; its episode is running.</param>
    /// <param name="terminated">Whether this step terminated the episode.</param>
    /// <returns>Whether the episode is truncated: the horizon is reached and the episode did not terminate.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Advance(int copy, bool terminated)
    {
        int step = Running(copy) + 1;
        bool truncated = !terminated && step >= _horizon;
        _steps[copy] = terminated || truncated ? NotRunning : step;
        return truncated;
    }

    [DoesNotReturn]
    private void ThrowNoSuchCopy(int copy) =>
        throw new ArgumentException($"copies names copy {copy}; there are {_steps.Length} (0 to {_steps.Length - 1}).", nameof(copy));

    [DoesNotReturn]
    private void ThrowNotRunning(int copy)
    {
        if ((uint)copy >= (uint)_steps.Length)
        {
            ThrowNoSuchCopy(copy);
        }

        throw new ArgumentException(
            $"The episode of copy {copy} has not begun or has ended; reset the copy before stepping it.", nameof(copy));
    }
}
