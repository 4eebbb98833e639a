using Xmrl.Diagnosis.Kinds;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Studies.Mixing;

/// <summary>Compares the hyper-gradients of own and of mixed samples at a meta-policy, and the states and rewards that they come
/// from.</summary>
/// <remarks>The gradients of all tasks are one vector: its products between independent draws have no bias, so that noise neither lowers a
/// cosine nor lengthens a gradient (<see cref="GradientAngles"/>).</remarks>
/// <param name="learner">The learner.</param>
/// <param name="parameters">Meta-parameters θ. Shape [P].</param>
/// <param name="replicates">Draws of each gradient, ≥ 2.</param>
internal sealed class MixedMeasurement(GradientLearner learner, Real[] parameters, int replicates)
{
    /// <summary>Measures.</summary>
    /// <param name="tasks">The tasks, at least one.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="progress">Told how many of how many ways are done.</param>
    /// <param name="token">Checked between tasks.</param>
    public MixedFigures Of(IReadOnlyList<MdpTask> tasks, RandomKey key, Action<int, int> progress, CancellationToken token)
    {
        IReadOnlyList<MixedKind> kinds = MixedKind.All;
        long interactions = 0;
        var states = new States[kinds.Count];
        var gradients = new double[replicates][][];
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            gradients[replicate] = new double[kinds.Count][];
            for (int kind = 0; kind < kinds.Count; kind++)
            {
                progress((replicate * kinds.Count) + kind, replicates * kinds.Count);
                RandomKey own = key.Derive(replicate).Derive(kind);
                (gradients[replicate][kind], long steps) = Gradients(kinds[kind], tasks, own, token);
                interactions += steps;
                if (replicate == 0)
                {
                    states[kind] = StatesOf(kinds[kind], tasks, key.Derive(RandomPurpose.Reset), token);
                    interactions += states[kind].Steps;
                }
            }
        }

        double[,] cosines = GradientAngles.Of(gradients);
        double[] signals = [.. kinds.Select((_, kind) => Signal(gradients, kind))];
        return new MixedFigures
        {
            Kinds =
            [
                .. kinds.Select((kind, i) => new MixedFigures.Entry
                {
                    Name = kind.Name,
                    Alignment = Known(cosines[0, i]),
                    Length = Known(Math.Sqrt(signals[i] / signals[0])),
                    Noise = Known(Math.Sqrt((Total(gradients, i) - signals[i]) / signals[i])),
                    Distance = Known(states[i].Distance / states[0].Distance),
                    Infeasible = states[i].Infeasible,
                    Reward = states[i].Reward,
                    RewardDeviation = states[i].RewardDeviation,
                }),
            ],
            Tasks = tasks.Count,
            Replicates = replicates,
            Interactions = interactions,
        };
    }

    /// <summary>Squared length of the expected gradient: mean product of two draws; negative where noise hides it.</summary>
    internal static double Signal(double[][][] gradients, int kind)
    {
        double sum = 0;
        for (int r = 0; r < gradients.Length; r++)
        {
            for (int s = 0; s < r; s++)
            {
                sum += VectorOperations.Dot(gradients[r][kind], gradients[s][kind]);
            }
        }

        return 2 * sum / (gradients.Length * (gradients.Length - 1));
    }

    private static double Total(double[][][] gradients, int kind)
        => gradients.Average(draw => VectorOperations.Dot(draw[kind], draw[kind]));

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The gradients of all tasks, one after the other.</summary>
    private (double[] Gradients, long Steps) Gradients(
        MixedKind kind, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        var items = new WorkItems
        {
            Count = tasks.Count,
            Width = 1 + learner.ParameterCount,
            Name = item => $"task {tasks[item].Index}, {kind.Name}",
            Cancellation = token,
        };
        double[][] rows = learner.Gather(items, (worker, item, row) =>
        {
            RandomKey own = key.Derive(item);
            TaskOutcome outcome = worker.Collect(
                parameters,
                new TaskPlan
                {
                    MdpTask = tasks[item],
                    Repeats = kind.Lambda is null ? 2 : 1,
                    Augmentation = kind.Augmentation(learner.Policy, own.Derive(RandomPurpose.MixingCoefficients).Uniform(0)),
                },
                own);
            if (outcome.NonFinite is { } reason)
            {
                throw new ArithmeticException(reason);
            }

            row[0] = outcome.Interactions;
            worker.Objective(outcome.Data).Gradient(parameters, row.AsSpan(1));
        });
        return ([.. rows.SelectMany(row => row.Skip(1))], rows.Sum(row => (long)row[0]));
    }

    /// <summary>States and rewards of the meta-policy's own samples, or of as many mixed ones, against those of other episodes.</summary>
    private States StatesOf(MixedKind kind, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
    {
        using var sampler = new RolloutSampler(learner.Family, learner.Policy);
        using var mixer = new MixupSampler(learner.Family, learner.Policy);
        var rewards = new List<double>();
        (double distance, int drawn, int infeasible, long steps) = (0, 0, 0, 0);
        foreach ((int i, MdpTask task) in tasks.Index())
        {
            token.ThrowIfCancellationRequested();
            RandomKey own = key.Derive(i);
            Rollout rollout = Sample(task, own.Derive(RandomPurpose.InnerRollout));
            Rollout others = Sample(task, own.Derive(RandomPurpose.OuterRollout));
            steps += rollout.Samples + others.Samples;
            drawn += rollout.Samples;
            if (kind.Lambda is not { } lambda)
            {
                distance += StateDistance.Of(rollout.Observations, others.Observations) / tasks.Count;
                rewards.AddRange(rollout.Rewards.ToArray().Select(reward => (double)reward));
                continue;
            }

            MixedSamples mixed = mixer.Sample(
                rollout, parameters, [(Real)lambda(own.Derive(RandomPurpose.MixingCoefficients).Uniform(0))],
                new MixupRequest { Count = rollout.Samples, Key = own.Derive(RandomPurpose.Mixing) });
            steps += mixed.Count;
            infeasible += mixed.Infeasible;
            distance += StateDistance.Of(mixed.Observations, others.Observations) / tasks.Count;
            rewards.AddRange(mixed.Rewards.ToArray().Select(reward => (double)reward));
        }

        double mean = rewards.Count == 0 ? double.NaN : rewards.Average();
        return new States(
            distance, infeasible / (double)drawn, mean,
            Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / Math.Max(1, rewards.Count)), steps);

        Rollout Sample(MdpTask task, RandomKey key)
            => sampler.Sample(task, parameters, new RolloutRequest { Trajectories = learner.Options.Trajectories, Key = key });
    }

    private readonly record struct States(double Distance, double Infeasible, double Reward, double RewardDeviation, long Steps);
}
