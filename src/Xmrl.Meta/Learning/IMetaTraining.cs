using Xmrl.Numerics.Randomness;

namespace Xmrl.Meta.Learning;

/// <summary>A training under way: θ, and everything else that the next iteration depends on.</summary>
public interface IMetaTraining
{
    /// <summary>θ, which <see cref="Iterate"/> moves in place; may be written between iterations, to return to earlier parameters. Shape
    /// [P].</summary>
    Real[] Parameters { get; }

    /// <summary>Everything else that the next iteration depends on, for checkpoints: finite numbers by name.</summary>
    IReadOnlyList<(string Name, double[] Values)> State { get; }

    /// <summary>Traces its updates; null where the training does not offer it.</summary>
    internal IUpdateTracing? Tracing => null;

    /// <summary>Continues from stored state.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="ArgumentException">The state is not of this kind of training; nothing changes.</exception>
    void Restore(IReadOnlyList<(string Name, double[] Values)> state);

    /// <summary>One iteration on some tasks.</summary>
    /// <param name="plans">The tasks and their weights.</param>
    /// <param name="key">Random numbers of this iteration.</param>
    /// <param name="token">Checked between tasks and inside of rollouts; θ and state are unchanged when it throws.</param>
    /// <returns>What happened. Fails closed: θ stays as it is unless the outer step was accepted.</returns>
    /// <exception cref="ArgumentException">No tasks, none of positive weight, or a plan asks for what the learner cannot do.</exception>
    IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default);
}
