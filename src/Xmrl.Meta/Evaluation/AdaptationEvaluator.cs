using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Evaluation;

/// <summary>Adapts a meta-policy to tasks on fresh rollouts and scores the adapted policies: success rate where the environment has
/// success, else mean return.</summary>
/// <remarks>Random numbers depend on key, task and repeat alone, so that two meta-policies scored with one key meet the same
/// noise.</remarks>
/// <param name="learner">The learner whose adaptation rule is used.</param>
public sealed class AdaptationEvaluator(MetaLearner learner)
{
    /// <summary>Scores a meta-policy on tasks.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="options">How.</param>
    /// <param name="key">Random numbers; share it between meta-policies to compare them.</param>
    /// <param name="token">Checked between adaptations.</param>
    /// <returns>Scores in the order of the tasks.</returns>
    public TaskScores[] Evaluate(
        Real[] parameters, IReadOnlyList<MdpTask> tasks, EvaluationOptions options, RandomKey key, CancellationToken token = default)
    {
        int repeats = options.Repeats;
        int finished = 0;
        int points = options.Steps + 1;
        var items = new WorkItems
        {
            Count = tasks.Count * repeats,
            Width = (2 * points) + 1,
            Name = item => $"task {tasks[item / repeats].Index}, adaptation {item % repeats}",
            Cancellation = token,
        };
        double[][] rows = learner.Gather(items, (worker, item, row) =>
        {
            MdpTask task = tasks[item / repeats];
            RandomKey itemKey = key.Derive((ulong)task.Index).Derive((ulong)(item % repeats));
            (double[] sampled, double[] mean, row[^1]) = EvaluateOnce(worker, parameters, task, options, itemKey);
            sampled.CopyTo(row, 0);
            mean.CopyTo(row, points);
            options.Progress?.Report(Interlocked.Increment(ref finished));
        });

        var scores = new TaskScores[tasks.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            double[][] own = rows[(i * repeats)..((i + 1) * repeats)];
            scores[i] = new TaskScores(
                tasks[i], Average(own.Select(row => row[..points])), Average(own.Select(row => row[points..^1])),
                own.Sum(row => (long)row[^1]));
        }

        return scores;

        double[] Average(IEnumerable<double[]> rows)
        {
            var mean = new double[points];
            foreach (double[] row in rows)
            {
                for (int k = 0; k < mean.Length; k++)
                {
                    mean[k] += row[k] / repeats;
                }
            }

            return mean;
        }
    }

    /// <summary>The adapted policy of a task.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="options">How to adapt.</param>
    /// <param name="key">Random numbers of the adaptation: the key of <see cref="Evaluate"/> gives the policy that its first repeat
    /// scores.</param>
    /// <returns>θ′ after all steps, without learned inner step sizes. Shape [parameters of the policy].</returns>
    public Real[] Adapted(Real[] parameters, MdpTask task, EvaluationOptions options, RandomKey key)
    {
        Real[]? result = null;
        learner.Run(1, (worker, _) => result = [.. Adapt(worker, parameters, task, options, key.Derive((ulong)task.Index).Derive(0))[^1]]);
        return result!;
    }

    /// <summary>One trajectory with mean actions after adaptation, for pictures.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="options">How to adapt.</param>
    /// <param name="key">Random numbers of the adaptation: the key of <see cref="Evaluate"/> gives its first repeat.</param>
    /// <param name="token">Checked before every step of the environment.</param>
    /// <returns>The rollout.</returns>
    public Rollout Trace(Real[] parameters, MdpTask task, EvaluationOptions options, RandomKey key, CancellationToken token = default)
    {
        Rollout? result = null;
        learner.Run(1, (worker, _) =>
        {
            RandomKey itemKey = key.Derive((ulong)task.Index).Derive(0);
            Real[] adapted = Adapt(worker, parameters, task, options, itemKey)[^1];
            result = worker.Sampler.Sample(
                task, adapted, new RolloutRequest { Trajectories = 1, Key = itemKey.Derive(RandomPurpose.Evaluation), MeanActions = true });
        }, token);
        return result!;
    }

    private (double[] Sampled, double[] Mean, long Interactions) EvaluateOnce(
        LearnerWorker worker, Real[] parameters, MdpTask task, EvaluationOptions options, RandomKey key)
    {
        long interactions = 0;
        List<Real[]> path = Adapt(worker, parameters, task, options, key, steps => interactions += steps);
        var sampled = new double[path.Count];
        var mean = new double[path.Count];
        for (int k = 0; k < path.Count; k++)
        {
            RandomKey scoreKey = key.Derive(RandomPurpose.Evaluation).Derive((ulong)k);
            sampled[k] = Score(path[k], IsWanted(k) ? options.SampledTrajectories : 0, false, scoreKey);
            mean[k] = Score(path[k], IsWanted(k) ? options.MeanTrajectories : 0, true, scoreKey);
        }

        return (sampled, mean, interactions);

        bool IsWanted(int k) => !options.LastStepOnly || k == path.Count - 1;

        double Score(Real[] theta, int trajectories, bool meanActions, RandomKey scoreKey)
        {
            if (trajectories == 0)
            {
                return double.NaN;
            }

            Rollout rollout = worker.Draw(
                task, theta,
                new RolloutRequest { Trajectories = trajectories, Key = scoreKey, MeanActions = meanActions, RecordStates = false });
            return learner.Family.Spec.HasSuccess ? rollout.SuccessRate : rollout.MeanReturn;
        }
    }

    private List<Real[]> Adapt(
        LearnerWorker worker, Real[] parameters, MdpTask task, EvaluationOptions options, RandomKey key, Action<int>? count = null)
    {
        InnerStep rule = learner.InnerStep.At(parameters);
        var path = new List<Real[]> { parameters[..learner.Policy.ParameterCount] };
        var gradient = new double[path[0].Length];
        for (int k = 0; k < options.Steps; k++)
        {
            RandomKey stepKey = key.Derive(RandomPurpose.InnerRollout).Derive((ulong)k);
            Rollout rollout = worker.Draw(
                task, path[^1], new RolloutRequest { Trajectories = options.AdaptationTrajectories, Key = stepKey, RecordStates = false });
            count?.Invoke(rollout.Samples);
            (SampleBatch batch, _) = worker.Builder.Build(rollout, learner.Options.InnerBatch);
            path.Add(worker.Adapt(rule, path[^1], batch, gradient).Adapted);
        }

        return path;
    }
}
