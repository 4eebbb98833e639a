using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Influence;

/// <summary>Influence by update tracing: while training goes on, what each training task's part of the next step does to first order for
/// the return of the poor tasks.</summary>
/// <remarks>
/// Every replicate continues training from θ with all training tasks. After each of its iterations, a checkpoint c, the influence of task
/// i grows by ⟨∇J_poor(x_c), Δ_i(x_c)⟩, with x all networks and Δ_i the step that the gradients of task i alone would make, moments of the
/// optimizers held fixed.
/// <see cref="ContinuationEstimator"/> asks what training without a task would do; tracing asks what each task's steps do, for one
/// training per replicate instead of one more per group.
/// </remarks>
/// <param name="learner">The learner, whose trainings can be traced.</param>
/// <param name="options">Settings.</param>
/// <seealso href="https://arxiv.org/abs/2002.08484">Pruthi et al. (2020), Estimating Training Data Influence by Tracing Gradient
/// Descent.</seealso>
internal sealed class TracingEstimator(IMetaLearner learner, TracingOptions options)
{
    private double _seen;
    private double _unseen;

    /// <summary>What an explanation by tracing leaves out, in a sentence that is printed with it; known after
    /// <see cref="Explain"/>.</summary>
    public string Reservation => FormattableString.Invariant(
        $"Influence is traced: what each training task's updates add, to first order, to the return of the poor tasks while training ")
        + FormattableString.Invariant($"goes on ({Length}), with the exploration that they adapt from held fixed. Updates of critics, ")
        + FormattableString.Invariant($"{100 * UnseenShare:f0} % of the updates' squared length, count only by what later policy ")
        + "steps make of them; and tracing says nothing of the training before.";

    /// <summary>Share of the updates' squared length that lies in networks on which returns do not depend, in [0, 1].</summary>
    internal double UnseenShare => _seen + _unseen > 0 ? _unseen / (_seen + _unseen) : 0;

    private ContinuationOptions Continued => options.Continuation;

    private string Length
        => Continued.Iterations == 1 ? "one iteration" : FormattableString.Invariant($"{Continued.Iterations} iterations");

    /// <summary>Explains the poor tasks.</summary>
    /// <param name="parameters">θ of the meta-policy; not changed. Shape [P].</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="poor">Poorly adapted tasks.</param>
    /// <param name="settings">N_cri, for the overlap of replicates; and random numbers.</param>
    /// <param name="progress">Told after each replicate; null for none.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two training tasks, no poor task, or N_cri outside [1, number of training
    /// tasks].</exception>
    /// <exception cref="NotSupportedException">The learner's trainings cannot be traced.</exception>
    /// <exception cref="ArithmeticException">A step of the further training is not finite.</exception>
    public Explanation Explain(
        Real[] parameters, IReadOnlyList<MdpTask> training, IReadOnlyList<MdpTask> poor, (int TopCount, RandomKey Key) settings,
        Action<int>? progress = null, CancellationToken token = default)
    {
        int n = training.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(poor.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.TopCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.TopCount, n);
        TaskPlan[] plans = [.. training.Select(task => new TaskPlan { MdpTask = task })];
        var replicates = new double[Continued.Replicates * n];
        long interactions = 0;
        (_seen, _unseen) = (0, 0);
        for (int r = 0; r < Continued.Replicates; r++)
        {
            RandomKey key = settings.Key.Derive((ulong)r);
            IMetaTraining continued = learner.Begin(parameters, Continued.Schedule);
            if (continued.Tracing is not { } tracing)
            {
                throw new NotSupportedException(
                    $"Update tracing needs a learner whose trainings offer it, such as pearl; expected {InfluenceMethod.Identity} here.");
            }

            for (int k = 0; k < Continued.Iterations; k++)
            {
                IterationReport report = continued.Iterate(plans, key.Derive(RandomPurpose.Other).Derive(k), token);
                if (report.Outer.Status is OuterStatus.NonFiniteGradient or OuterStatus.NonFiniteStep)
                {
                    throw new ArithmeticException(FormattableString.Invariant(
                        $"Further training to trace updates, replicate {r}, iteration {k}: {report.Outer.Detail}"));
                }

                (double[] direction, long taken) = tracing.ReturnGradient(
                    poor, options.Trials, key.Derive(RandomPurpose.Evaluation).Derive(k), token);
                interactions += report.Interactions + taken;
                TracedUpdate[] updates = tracing.Trace(
                    training, direction, options.Draws, key.Derive(RandomPurpose.TaskBatch).Derive(k), token);
                Add(updates, replicates.AsSpan(r * n, n));
            }

            progress?.Invoke(r + 1);
        }

        return InfluenceReplicates.Explain(
            replicates, n, InfluenceMethod.Tracing, (settings.TopCount, Continued.WeightStep), interactions);
    }

    private void Add(TracedUpdate[] updates, Span<double> influence)
    {
        for (int i = 0; i < updates.Length; i++)
        {
            influence[i] += updates[i].Effect;
            _seen += updates[i].Seen;
            _unseen += updates[i].Unseen;
        }
    }
}
