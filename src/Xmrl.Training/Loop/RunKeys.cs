using Xmrl.Numerics.Randomness;

namespace Xmrl.Training.Loop;

/// <summary>Every random key of a run, by what it decides. The numbers are part of the seed's meaning: one that is used stays, and none is
/// used twice under one purpose. Number 4 of <see cref="RandomPurpose.Other"/> was that of former measurements of the speed.</summary>
/// <param name="Root">The key of the seed.</param>
/// <param name="Repetition">Which repetition of everything after the meta-training it is, ≥ 0.</param>
internal readonly record struct RunKeys(RandomKey Root, int Repetition = 0)
{
    /// <summary>Initial parameters of the policy.</summary>
    public RandomKey Initialization => Root.Derive(RandomPurpose.Initialization);

    /// <summary>The meta-training, and trainings on a part of its tasks.</summary>
    public RandomKey Training => Root.Derive(RandomPurpose.Other).Derive(1UL);

    /// <summary>Scores of the validation tasks during a training, the same for all parameters.</summary>
    public RandomKey Validation => Root.Derive(RandomPurpose.Evaluation).Derive(1UL);

    /// <summary>Scores of the test tasks, the same for all policies.</summary>
    public RandomKey Test => Root.Derive(RandomPurpose.Evaluation).Derive(3UL);

    /// <summary>Scores by which poor test tasks are selected.</summary>
    public RandomKey TestSelection => Test.Derive(RandomPurpose.Selection);

    /// <summary>Tasks and scores of a sweep.</summary>
    public RandomKey Sweep => Root.Derive(RandomPurpose.Evaluation).Derive(5UL);

    /// <summary>Retrainings without groups of training tasks.</summary>
    public RandomKey LeaveOut => Root.Derive(RandomPurpose.Evaluation).Derive(7UL);

    /// <summary>Everything after the meta-training. Repetition 0 has the key of a run without repetitions.</summary>
    public RandomKey Repair => Repetition == 0 ? Root : Root.Derive(RandomPurpose.Other).Derive(3UL).Derive((ulong)Repetition);

    /// <summary>The explanation.</summary>
    public RandomKey Explanation => Repair.Derive(RandomPurpose.Selection);

    /// <summary>Choices among tasks at random, by methods and by the fidelity of the explanation.</summary>
    public RandomKey Choice => Explanation.Derive(4UL);

    /// <summary>Scores of the fidelity of the explanation.</summary>
    public RandomKey Fidelity => Repair.Derive(RandomPurpose.Evaluation).Derive(6UL);

    /// <summary>Mixing laws.</summary>
    public RandomKey Mixing => Repair.Derive(RandomPurpose.MixingCoefficients).Derive(1UL);

    /// <summary>Retrainings, the same for all methods.</summary>
    public RandomKey Retraining => Repair.Derive(RandomPurpose.Other).Derive(2UL);

    /// <summary>Everything of the diagnosis: groups, fresh tasks, scores and short trainings.</summary>
    public RandomKey Diagnosis => Repair.Derive(RandomPurpose.Other).Derive(5UL);

    /// <summary>Tasks and scores of the confirmation.</summary>
    public RandomKey Confirmation => Repair.Derive(RandomPurpose.Confirmation);

    /// <summary>Of <see cref="Explanation"/>: scores by which poor validation tasks are selected.</summary>
    public static RandomKey PoorSelection(RandomKey explanation) => explanation.Derive(1UL);

    /// <summary>Of <see cref="Explanation"/>: their scores on fresh episodes.</summary>
    public static RandomKey PoorMeasurement(RandomKey explanation) => explanation.Derive(2UL);

    /// <summary>Of <see cref="Explanation"/>: influence of the training tasks.</summary>
    public static RandomKey Influence(RandomKey explanation) => explanation.Derive(3UL);

    /// <summary>Of <see cref="Explanation"/>: scores of planted training tasks. Those of <see cref="Choice"/>, which have no use for the
    /// same numbers.</summary>
    public static RandomKey PlantedScores(RandomKey explanation) => explanation.Derive(4UL);

    /// <summary>Of <see cref="Choice"/>: which validation tasks are added at random.</summary>
    public static RandomKey AddedChoice(RandomKey choice) => choice.Derive(1UL);

    /// <summary>Of <see cref="Choice"/>: which training tasks have the weights of others.</summary>
    public static RandomKey ShuffledWeights(RandomKey choice) => choice.Derive(2UL);

    /// <summary>Of <see cref="Choice"/>: where a training task's weight and trajectories go.</summary>
    public static RandomKey MovedTasks(RandomKey choice) => choice.Derive(3UL);

    /// <summary>Of an iteration of a retraining: which added tasks take part.</summary>
    public static RandomKey AddedDraw(RandomKey iteration) => iteration.Derive(RandomPurpose.TaskBatch).Derive(1UL);

    /// <summary>Of the root: training tasks.</summary>
    public static RandomKey TrainingTasks(RandomKey root) => root.Derive(RandomPurpose.TaskSampling).Derive(1UL);

    /// <summary>Of the root: validation tasks.</summary>
    public static RandomKey ValidationTasks(RandomKey root) => root.Derive(RandomPurpose.TaskSampling).Derive(2UL);

    /// <summary>Of the root: test tasks.</summary>
    public static RandomKey TestTasks(RandomKey root) => root.Derive(RandomPurpose.TaskSampling).Derive(3UL);
}
