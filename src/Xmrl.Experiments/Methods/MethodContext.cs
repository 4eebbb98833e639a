using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Methods;

/// <summary>What a method decides its retraining from.</summary>
internal sealed record MethodContext
{
    /// <summary>The settings of every retraining.</summary>
    public required RetrainSettings Retrain { get; init; }

    /// <summary>The settings of mixed samples.</summary>
    public required AugmentSettings Augment { get; init; }

    /// <summary>The settings of the learner.</summary>
    public required MetaSettings Meta { get; init; }

    /// <summary>The environments.</summary>
    public required IEnvironmentFamily Family { get; init; }

    /// <summary>The tasks of the run.</summary>
    public required TaskSets Tasks { get; init; }

    /// <summary>Random numbers of choices among tasks, the same for all methods.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Poor and critical tasks.</summary>
    public required StoredExplanation Explanation { get; init; }

    /// <summary>The law that was learned for the method; null where it needs none, or none was learned yet.</summary>
    public StoredMixing? Law { get; init; }

    /// <summary>How strongly the method departs from Continued, ≥ 0.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>What <see cref="Methods.Continued"/> trains on: the critical tasks with twice the trajectories, and a draw of the
    /// others.</summary>
    /// <param name="critical">Positions of the critical tasks.</param>
    /// <returns>The tasks.</returns>
    public RetrainingTasks Plain(int[] critical) => new()
    {
        Training = Tasks.Training,
        Critical = critical,
        Others = Retrain.OtherTasks,
        Advantage = Retrain.Advantage,
        Mass = new UnionMass(Augment.InnerMass, Augment.OuterMass),
    };
}
