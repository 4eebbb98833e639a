using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Probes;

/// <summary>What a diagnosis needs of a run: tasks, scores, gradients and short trainings of its learner.</summary>
internal interface IDiagnosisBench
{
    /// <summary>Environment steps taken so far.</summary>
    long Interactions { get; }

    /// <summary>The adaptation that the run is scored with.</summary>
    AdaptationChange Adaptation { get; }

    /// <summary>Other adaptations of the same policy that can be tried, cheapest first.</summary>
    IReadOnlyList<AdaptationChange> Changes { get; }

    /// <summary>Whether fresh tasks are adapted to as the run's are; not where adaptation takes stored data of a task.</summary>
    bool AdaptsToFresh => true;

    /// <summary>A fresh task of p(task).</summary>
    /// <param name="index">Its number, ≥ 0.</param>
    MdpTask Sample(int index);

    /// <summary>Scores of meta-parameters on tasks, under the same random numbers for all meta-parameters.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="tasks">Tasks of different indices.</param>
    /// <param name="adaptation">How they are adapted to.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>One score per task.</returns>
    double[] Score(Real[] parameters, IReadOnlyList<MdpTask> tasks, AdaptationChange adaptation, CancellationToken token);

    /// <summary>Scores of the base policy after adaptation to another source of data.</summary>
    /// <param name="tasks">Tasks of different indices.</param>
    /// <param name="source">early or late for a third of a task's stored data, own for own episodes.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>One score per task; null where the learner has no such source.</returns>
    double[]? ScoreFrom(IReadOnlyList<MdpTask> tasks, string source, CancellationToken token) => null;

    /// <summary>Trains an arm from the base policy.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Its parameters. Shape [P].</returns>
    Real[] Train(Arm arm, CancellationToken token);

    /// <summary>Gradients of tasks at the base policy on fresh rollouts; null where the learner has none.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>∇J_i per task. Shape [tasks][P].</returns>
    double[][]? Gradients(IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token);
}
