using Xmrl.Experiments.Settings;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Improvement;

/// <summary>What each improvement method trains on. All of them are choices of the same parts and take the same number of environment steps
/// per iteration.</summary>
/// <param name="configuration">The run's configuration.</param>
/// <param name="family">The environments.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="key">Random numbers of the random choice of critical tasks.</param>
internal sealed class MethodPlans(ImproveConfiguration configuration, IEnvironmentFamily family, TaskSets tasks, RandomKey key)
{
    /// <summary>Whether a method learns a law of the mixing coefficients.</summary>
    public static bool LearnsLaw(ImprovementMethod method)
        => method is ImprovementMethod.Xmrl or ImprovementMethod.RandomCritical or ImprovementMethod.NearestCritical;

    /// <summary>What a method takes from the explanation stage. Continued and MR spend twice the trajectories on the critical tasks and TW
    /// weighs by ω, so that they take all of it.</summary>
    public static ExplanationPart Takes(ImprovementMethod method) => method switch
    {
        ImprovementMethod.RandomCritical or ImprovementMethod.Ma or ImprovementMethod.RandomAdded => ExplanationPart.None,
        ImprovementMethod.NearestCritical or ImprovementMethod.XmrlPoor => ExplanationPart.PoorTasks,
        _ => ExplanationPart.Whole,
    };

    /// <summary>Positions of a method's critical training tasks; none where tasks are added or all are mixed, null where the method does
    /// not apply to the environment.</summary>
    public int[]? Critical(ImprovementMethod method, StoredExplanation explanation) => method switch
    {
        ImprovementMethod.Ma or ImprovementMethod.XmrlPoor or ImprovementMethod.RandomAdded => [],
        ImprovementMethod.RandomCritical => CriticalSelection.Random(tasks.Training.Count, explanation.Critical.Length, key),
        ImprovementMethod.NearestCritical => CriticalSelection.Nearest(
            family, tasks.Training, [.. explanation.Poor.Select(position => tasks.Validation[position])], explanation.Critical.Length),
        ImprovementMethod.RandomWeighted => Moved(explanation.Critical),
        _ => explanation.Critical,
    };

    /// <summary>The tasks of a method's retraining; null where it does not apply.</summary>
    public RetrainingTasks? Tasks(
        ImprovementMethod method, StoredExplanation explanation, IReadOnlyDictionary<ImprovementMethod, StoredMixing> laws)
    {
        if (Critical(method, explanation) is not { } critical)
        {
            return null;
        }

        RetrainSettings settings = configuration.Retrain;
        double strength = settings.Tuning.Of(method).Strength;
        int count = explanation.Critical.Length;
        var plain = new RetrainingTasks
        {
            Training = tasks.Training,
            Critical = critical,
            Others = settings.OtherTasks,
            Advantage = settings.Advantage,
            Mass = new UnionMass(configuration.Augment.InnerMass, configuration.Augment.OuterMass),
        };
        return method switch
        {
            ImprovementMethod.Continued or ImprovementMethod.Mr => plain,
            ImprovementMethod.DoubleWeight => plain with { CriticalWeight = 1 + strength },
            ImprovementMethod.Tw => plain with { Weights = Weights(explanation.Explanation!.Weights, strength) },
            ImprovementMethod.XmrlWeighted => plain with { Weights = ByInfluence(explanation, strength) },
            ImprovementMethod.RandomWeighted => plain with { Weights = Permuted(ByInfluence(explanation, strength)) },
            ImprovementMethod.XmrlPruned => plain with { Weights = Pruned(explanation, strength) },
            ImprovementMethod.RandomPruned => plain with { Weights = Shuffled(Pruned(explanation, strength), key.Derive(2UL)) },
            ImprovementMethod.XmrlPoor => plain with { Added = Added(explanation.Poor) },
            ImprovementMethod.RandomAdded
                => plain with { Added = Added(CriticalSelection.Random(tasks.Validation.Count, explanation.Poor.Length, key.Derive(1UL))) },
            ImprovementMethod.PredefinedAugmentation => plain with { Mixing = (new BetaMixing(), []), MixedWeight = strength },

            // The steps that the others spend on critical tasks alone, spread over all tasks; all tasks alike, so the union has mass 1.
            ImprovementMethod.Ma => plain with
            {
                Others = settings.OtherTasks + count,
                Mixing = (new BetaMixing(), []),
                MixesOthers = true,
                MixedShare = count / (double)(settings.OtherTasks + count),
                MixedWeight = strength,
                Mass = new UnionMass(configuration.Augment.InnerMass, 1),
            },
            _ => plain with { Mixing = (LearnerFactory.Law(configuration.Augment.Law), laws[method].Parameters), MixedWeight = strength },
        };

        AddedTasks Added(int[] positions)
            => new([.. positions.Select(position => tasks.Validation[position])], 2 * count, strength * positions.Length);
    }

    /// <summary>Influence of every training task on the poor tasks, in standard deviations over tasks.</summary>
    private static IEnumerable<double> Influence(StoredExplanation explanation)
        => explanation.Explanation!.Agreement.Elements.Select(element => element.Value);

    /// <summary>Where each training task's part in the retraining goes: a critical task keeps its weight and its trajectories, on another
    /// task.</summary>
    private int[] Permutation()
    {
        var positions = new int[tasks.Training.Count];
        key.Derive(3UL).Permutation(positions);
        return positions;
    }

    private int[] Moved(int[] positions)
    {
        int[] moved = Permutation();
        return [.. positions.Select(position => moved[position])];
    }

    private double[] Permuted(double[] weights)
    {
        var moved = new double[weights.Length];
        foreach ((int from, int to) in Permutation().Index())
        {
            moved[to] = weights[from];
        }

        return moved;
    }

    private static double[] ByInfluence(StoredExplanation explanation, double strength)
        => Weights([.. Influence(explanation).Select(influence => 1 + influence)], strength);

    /// <summary>As for <see cref="ImprovementMethod.XmrlWeighted"/>, without more than the others' weight for tasks that help.</summary>
    private static double[] Pruned(StoredExplanation explanation, double strength)
        => Weights([.. Influence(explanation).Select(influence => 1 + Math.Min(0, influence))], strength);

    private static double[] Shuffled(double[] weights, RandomKey key)
    {
        key.Shuffle<double>(weights);
        return weights;
    }

    /// <summary>The quadratic terms that a method adds to the learner; null for none.</summary>
    public QuadraticRegularization? Regularization(ImprovementMethod method)
    {
        if (method != ImprovementMethod.Mr)
        {
            return null;
        }

        RetrainSettings settings = configuration.Retrain;
        return new QuadraticRegularization
        {
            Outer = settings.OuterRegularization * settings.Tuning.Mr.Strength,
            Inner = settings.InnerRegularization * settings.Tuning.Mr.Strength,
        };
    }

    /// <summary>max(0, 1 + s(ω − 1)) over its mean: the step size keeps its meaning.</summary>
    private static double[] Weights(double[] omega, double strength)
    {
        double[] weights = [.. omega.Select(weight => Math.Max(0, 1 + (strength * (weight - 1))))];
        double mean = weights.Average();
        return mean > 0 ? [.. weights.Select(weight => weight / mean)] : [.. weights.Select(_ => 1.0)];
    }
}
