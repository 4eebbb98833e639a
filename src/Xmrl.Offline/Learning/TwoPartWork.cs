using System.Runtime.ExceptionServices;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Offline.Learning;

/// <summary>Work of two parts per task, the second of which needs the first. Threads take first parts while there are any, then second
/// parts that are ready, so they end at about the same time; none of them waits.</summary>
/// <remarks>A thread that finds no second part ready leaves one to whoever ends a first part next. So what a thread does never depends on
/// what another is still going to do, and neither a failure nor a cancellation can leave one waiting.</remarks>
/// <param name="pool">The threads.</param>
internal sealed class TwoPartWork(WorkPool pool)
{
    private readonly Lock _gate = new();
    private readonly Queue<int> _ready = new();
    private ExceptionDispatchInfo?[] _failures = [];
    private int _owed;

    /// <summary>Does both parts of all tasks, and returns when all are finished.</summary>
    /// <param name="tasks">Number of tasks, ≥ 0.</param>
    /// <param name="first">Called with the worker's number and the task's.</param>
    /// <param name="second">The same, after the task's first part has ended, perhaps on another worker.</param>
    /// <param name="token">Checked before each part that is handed out.</param>
    /// <exception cref="OperationCanceledException">Cancelled before all parts were handed out.</exception>
    /// <remarks>If parts throw, the exception of the lowest task's first part is thrown again, else that of the lowest task's second part:
    /// the same for any number of threads.</remarks>
    public void Run(int tasks, Action<int, int> first, Action<int, int> second, CancellationToken token = default)
    {
        _ready.Clear();
        _owed = 0;
        _failures = new ExceptionDispatchInfo?[tasks];
        pool.Run(
            2 * tasks,
            (worker, item) =>
            {
                if (item < tasks)
                {
                    first(worker, item);
                }

                if (Next(item < tasks ? item : null) is { } ready)
                {
                    Second(second, worker, ready);
                }
            },
            token);
        Array.Find(_failures, static failure => failure is not null)?.Throw();
    }

    /// <summary>A second part to do now, if any.</summary>
    /// <param name="ended">The task whose first part has ended just now; null for a thread that did none.</param>
    private int? Next(int? ended)
    {
        lock (_gate)
        {
            if (ended is { } task)
            {
                _ready.Enqueue(task);
                if (_owed == 0)
                {
                    return null;
                }

                _owed--;
                return _ready.Dequeue();
            }

            if (_ready.TryDequeue(out int ready))
            {
                return ready;
            }

            _owed++;
            return null;
        }
    }

    private void Second(Action<int, int> second, int worker, int task)
    {
        try
        {
            second(worker, task);
        }
#pragma warning disable CA1031 // Whatever a part throws is carried to the caller of Run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failures[task] = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
