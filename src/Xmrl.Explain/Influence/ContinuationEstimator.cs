using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Influence;

/// <summary>Influence for learners without gradients of single tasks: training goes on from θ with all training tasks and, with the same
/// random numbers, without a group of them; what the poor tasks score less without the group is its influence.</summary>
/// <remarks>
/// Every replicate draws a partition of the training tasks into groups of equal size, up to one. The influence of a task in a replicate is
/// (J(all) − J(without its group)) / (tasks of the group), with J the mean score of the poor tasks; the mean over replicates, in which a
/// task has other companions, tells it from these.
/// It asks what a short training would do, where <see cref="InfluenceEstimator"/> asks what an infinitesimal weight would. Trainings begin
/// with an optimizer and a replay of their own.
/// </remarks>
/// <param name="learner">The learner.</param>
/// <param name="options">Settings.</param>
internal sealed class ContinuationEstimator(IMetaLearner learner, ContinuationOptions options)
{
    /// <summary>Explains the poor tasks.</summary>
    /// <param name="parameters">θ of the meta-policy; not changed. Shape [P].</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="score">Mean score of the poor tasks after adaptation of a policy, and the environment steps that it took.</param>
    /// <param name="settings">N_cri, for the overlap of replicates; and random numbers.</param>
    /// <param name="progress">Told after each replicate; null for none.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two training tasks, or N_cri outside [1, number of training
    /// tasks].</exception>
    /// <exception cref="ArithmeticException">A score, or a step of the further training, is not finite.</exception>
    public Explanation Explain(
        Real[] parameters, IReadOnlyList<MdpTask> training, Func<Real[], RandomKey, (double Score, long Interactions)> score,
        (int TopCount, RandomKey Key) settings, Action<int>? progress = null, CancellationToken token = default)
    {
        int n = training.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.TopCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.TopCount, n);
        int groups = Math.Min(options.Groups, n);
        var replicates = new double[options.Replicates * n];
        long interactions = 0;
        var order = new int[n];
        for (int r = 0; r < options.Replicates; r++)
        {
            RandomKey key = settings.Key.Derive((ulong)r);
            key.Derive(RandomPurpose.Shuffling).Permutation(order);
            double all = After([]);
            Span<double> influence = replicates.AsSpan(r * n, n);
            for (int g = 0; g < groups; g++)
            {
                int[] group = order[(g * n / groups)..((g + 1) * n / groups)];
                double effect = (all - After(group)) / group.Length;
                foreach (int task in group)
                {
                    influence[task] = effect;
                }
            }

            progress?.Invoke(r + 1);

            double After(int[] without)
            {
                Real[] theta = Continued(parameters, training, without, key.Derive(RandomPurpose.Other), ref interactions, token);
                (double scored, long taken) = score(theta, key.Derive(RandomPurpose.Evaluation));
                interactions += taken;
                return double.IsFinite(scored)
                    ? scored
                    : throw new ArithmeticException(
                        $"The mean score of the poor tasks is {scored} after further training ({Length}) without "
                            + $"{without.Length} of {n} training tasks (replicate {r}).");
            }
        }

        return InfluenceReplicates.Explain(
            replicates, n, InfluenceMethod.Identity, (settings.TopCount, options.WeightStep), interactions);
    }

    /// <summary>What an explanation by continuation leaves out, in a sentence that is printed with it.</summary>
    public string Reservation => FormattableString.Invariant(
        $"This learner has no gradients of single tasks: influence is what the poor tasks score less when further training ({Length}) ")
        + "leaves out a group of training tasks, which is noisier, and says nothing of the training before.";

    private string Length => options.Iterations == 1 ? "one iteration" : FormattableString.Invariant($"{options.Iterations} iterations");

    private Real[] Continued(
        Real[] parameters, IReadOnlyList<MdpTask> training, int[] without, RandomKey key, ref long interactions, CancellationToken token)
    {
        TaskPlan[] plans =
            [.. Enumerable.Range(0, training.Count).Except(without).Select(position => new TaskPlan { MdpTask = training[position] })];
        IMetaTraining continued = learner.Begin(parameters, options.Schedule);
        for (int k = 0; k < options.Iterations; k++)
        {
            IterationReport report = continued.Iterate(plans, key.Derive(k), token);
            interactions += report.Interactions;
            if (report.Outer.Status is OuterStatus.NonFiniteGradient or OuterStatus.NonFiniteStep)
            {
                throw new ArithmeticException(FormattableString.Invariant(
                    $"Further training without {without.Length} of {training.Count} training tasks, iteration {k}: {report.Outer.Detail}"));
            }
        }

        return continued.Parameters;
    }
}
