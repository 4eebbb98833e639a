using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Methods;

/// <summary>The tasks of a retraining iteration: all critical tasks, and a draw of the others whose weight makes up for those left out,
/// so that the expected objective is the mean over all training tasks.</summary>
/// <remarks>Every method meets the same other tasks and takes the same number of trajectories' worth of steps on the critical ones:
/// 20 own and 20 mixed with augmentation, 40 own without (xmrl, Appendix M).</remarks>
internal sealed record RetrainingTasks
{
    /// <summary>All training tasks.</summary>
    public required IReadOnlyList<MdpTask> Training { get; init; }

    /// <summary>Positions of the critical tasks.</summary>
    public required IReadOnlyList<int> Critical { get; init; }

    /// <summary>Other tasks per iteration.</summary>
    public required int Others { get; init; }

    /// <summary>Law of λ and its parameters on the critical tasks; null for no augmentation.</summary>
    public (IMixingLaw Law, double[] Parameters)? Mixing { get; init; }

    /// <summary>Advantage of mixed samples.</summary>
    public MixedAdvantage Advantage { get; init; } = MixedAdvantage.Bootstrapped;

    /// <summary>Weight of the union of own and mixed samples.</summary>
    public UnionMass Mass { get; init; } = UnionMass.Default;

    /// <summary>Weight of the critical tasks without augmentation.</summary>
    public double CriticalWeight { get; init; } = 1;

    /// <summary>Weight per training task on top of the others; null for 1. Shape [number of training tasks].</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Whether <see cref="Mixing"/> holds for the other tasks too.</summary>
    public bool MixesOthers { get; init; }

    /// <summary>Mixed samples per own sample, in (0, 1].</summary>
    public double MixedShare { get; init; } = 1;

    /// <summary>Weight of the mixed half of the union against the own half.</summary>
    public double MixedWeight { get; init; } = 1;

    /// <summary>Tasks beside the training tasks; null for none.</summary>
    public AddedTasks? Added { get; init; }

    /// <summary>Draws the plans of one iteration.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="key">Random numbers of the iteration.</param>
    /// <returns>Plans: critical tasks first, added ones last.</returns>
    public IReadOnlyList<TaskPlan> Draw(IPolicy policy, RandomKey key)
    {
        RandomKey coefficients = key.Derive(RandomPurpose.MixingCoefficients);
        var plans = new List<TaskPlan>();
        foreach (int position in Critical)
        {
            MdpTask task = Training[position];
            plans.Add(Mixing is null
                ? new TaskPlan { MdpTask = task, Weight = CriticalWeight * Own(position), Repeats = 2 }
                : new TaskPlan { MdpTask = task, Weight = Own(position), Augmentation = Mix(task) });
        }

        int[] rest = [.. Enumerable.Range(0, Training.Count).Except(Critical)];
        key.Derive(RandomPurpose.TaskBatch).Shuffle<int>(rest);
        int drawn = Math.Min(Others, rest.Length);
        foreach (int position in rest.Take(drawn).Order())
        {
            MdpTask task = Training[position];
            plans.Add(
                new TaskPlan
                {
                    MdpTask = task,
                    Weight = rest.Length / (double)drawn * Own(position),
                    Augmentation = MixesOthers ? Mix(task) : null,
                });
        }

        plans.AddRange(Added?.Draw(RunKeys.AddedDraw(key)) ?? []);
        return plans;

        double Own(int position) => Weights is null ? 1 : Weights[position];

        MixupAugmentation? Mix(MdpTask task) => Mixing is not { } mixing
            ? null
            : new MixupAugmentation(policy, mixing.Law.Sample(mixing.Parameters, coefficients.Normal((ulong)task.Index)), Advantage, Mass)
            {
                Share = MixedShare,
                MixedWeight = MixedWeight,
            };
    }
}
