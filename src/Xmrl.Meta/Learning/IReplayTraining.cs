using Xmrl.Rl.Replay;

namespace Xmrl.Meta.Learning;

/// <summary>A training that draws from stored steps: its replay is part of what the next iteration depends on, beside
/// <see cref="IMetaTraining.State"/>.</summary>
/// <remarks>An iteration marks every replay at its beginning, so that what it began with can be stored until the next one, and returns to
/// the marks where it fails.</remarks>
internal interface IReplayTraining : IMetaTraining
{
    /// <summary>The replay of every task met so far, by the task's index, in ascending order.</summary>
    IReadOnlyList<(int Task, ReplayBuffer Buffer)> Replay { get; }

    /// <summary>Makes an empty replay for a task, to be restored.</summary>
    /// <param name="task">Index of the task, ≥ 0; not one of <see cref="Replay"/>.</param>
    /// <returns>The replay, now one of <see cref="Replay"/>.</returns>
    ReplayBuffer AddReplay(int task);
}
