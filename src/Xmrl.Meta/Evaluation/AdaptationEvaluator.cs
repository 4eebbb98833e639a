using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Evaluation;

/// <summary>Adapts a meta-policy to tasks on samples of their own and scores the adapted policies: success rate where the environment has
/// success, else mean return.</summary>
/// <remarks>Random numbers depend on key, task and repeat alone, so that two meta-policies scored with one key meet the same
/// noise.</remarks>
/// <param name="learner">The learner whose adaptation is used.</param>
public sealed class AdaptationEvaluator(IMetaLearner learner)
{
    /// <summary>Scores a meta-policy on tasks.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
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
            Width = 3 * points,
            Name = item => $"task {tasks[item / repeats].Index}, adaptation {item % repeats}",
            Cancellation = token,
        };
        double[][] rows = learner.Pool.Gather(items, (worker, item, row) =>
        {
            MdpTask task = tasks[item / repeats];
            AdaptationCurve curve = learner.Adaptation.Measure(worker, parameters, task, options, Key(key, task, item % repeats));
            foreach ((int k, AdaptationPoint point) in curve.Points.Index())
            {
                (row[k], row[points + k], row[(2 * points) + k]) = (point.Sampled, point.MeanActions, point.Interactions);
            }

            options.Progress?.Report(Interlocked.Increment(ref finished));
        });

        var scores = new TaskScores[tasks.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            double[][] own = rows[(i * repeats)..((i + 1) * repeats)];
            scores[i] = new TaskScores(
                tasks[i], Average(own.Select(row => row[..points])), Average(own.Select(row => row[points..(2 * points)])),
                Average(own.Select(row => row[(2 * points)..])))
            {
                Interactions = own.Sum(row => (long)row[^1]),
            };
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

    /// <summary>The adapted policy of a task, where adaptation ends in parameters of the policy.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="request">How to adapt.</param>
    /// <param name="key">Random numbers of the adaptation: the key of <see cref="Evaluate"/> gives the policy that its first repeat
    /// scores.</param>
    /// <returns>θ′ after all steps. Shape [parameters of the policy].</returns>
    /// <exception cref="NotSupportedException">The learner adapts by other means than the policy's parameters.</exception>
    public Real[] Adapted(Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        if (learner.Adaptation is not IParameterAdaptation adaptation)
        {
            throw new NotSupportedException(
                $"{learner.GetType().Name} adapts by other means than the policy's parameters: it has no adapted parameters.");
        }

        Real[]? result = null;
        learner.Pool.Run(1, (worker, _) => result = adaptation.Adapted(worker, parameters, task, request, Key(key, task, 0)));
        return result!;
    }

    /// <summary>One trajectory with mean actions after adaptation, for pictures.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="request">How to adapt.</param>
    /// <param name="key">Random numbers of the adaptation: the key of <see cref="Evaluate"/> gives its first repeat.</param>
    /// <param name="token">Checked before every step of the environment.</param>
    /// <returns>The rollout.</returns>
    public Rollout Trace(Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key, CancellationToken token = default)
    {
        Rollout? result = null;
        learner.Pool.Run(
            1, (worker, _) => result = learner.Adaptation.Trace(worker, parameters, task, request, Key(key, task, 0)), token);
        return result!;
    }

    private static RandomKey Key(RandomKey key, MdpTask task, int repeat) => key.Derive((ulong)task.Index).Derive((ulong)repeat);
}
