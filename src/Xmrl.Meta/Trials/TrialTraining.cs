using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Trials.Objectives;

namespace Xmrl.Meta.Trials;

/// <summary>A training by proximal policy optimization on whole trials: several passes, in each of which the memory is computed anew under
/// the parameters reached so far; minibatches are sets of trials.</summary>
/// <remarks>Fails closed: where a number is not finite, or the work is stopped, θ and optimizer stay as they were before the
/// iteration.</remarks>
/// <seealso href="https://arxiv.org/abs/1611.02779">Duan et al. (2016).</seealso>
internal sealed class TrialTraining(TrialLearner learner, Real[] parameters, Adam optimizer, IStepSizeSchedule schedule) : IMetaTraining
{
    private long _steps;
    private double _outerSeconds;

    /// <inheritdoc/>
    public Real[] Parameters => parameters;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => [.. optimizer.State, (OuterState.Steps, [_steps])];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        long steps = OuterState.Count(state);
        optimizer.Restore([.. state.Where(entry => entry.Name != OuterState.Steps)]);
        _steps = steps;
    }

    /// <inheritdoc/>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
    {
        double total = plans.Sum(plan => plan.Weight);
        if (!(total > 0))
        {
            throw new ArgumentException(
                $"An iteration needs tasks of positive weight; found {plans.Count} tasks of total weight {total}.", nameof(plans));
        }

        if (plans.Any(plan => plan.Augmentation is not null))
        {
            throw new ArgumentException(
                "A policy with memory sees its history, and a mixed state has none: its tasks cannot be augmented with states.",
                nameof(plans));
        }

        long started = Stopwatch.GetTimestamp();
        var round = new TrialRound(learner, plans, separates: false);
        round.Sample(Parameters, plan => key.Derive((ulong)plans[plan].MdpTask.Index), token);

        // One sample of a task weighs what its task does, over the steps that its trials have at most.
        double steps = (double)learner.Options.Credit.Trajectories * learner.Family.Spec.Horizon * learner.Options.Trials;
        round.Weigh([.. plans.Select(plan => plan.Weight / total / (plan.Repeats * steps))], round.Factor);
        _outerSeconds = 0;
        OuterReport outer = round.Factor == 0 ? OuterReport.ZeroGradient : Step(round, key, token);
        if (round.Factor == 0)
        {
            _steps++;
        }

        return TrialRow.Report(round.Rows, outer) with
        {
            Profile = TrialRow.Seconds(round.Rows) + new PhaseSeconds(0, 0, 0, _outerSeconds),
            Threads = learner.Pool.Threads * learner.Pool.Collective.Size,
            WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    private OuterReport Step(TrialRound round, RandomKey key, CancellationToken token)
    {
        IReadOnlyList<(string Name, double[] Values)> before = optimizer.State;
        try
        {
            return Step(round, key, before, token);
        }
        catch (OperationCanceledException)
        {
            optimizer.Restore(before);
            throw;
        }
    }

    private OuterReport Step(
        TrialRound round, RandomKey key, IReadOnlyList<(string Name, double[] Values)> before, CancellationToken token)
    {
        Real[] moved = [.. Parameters];
        var gradient = new double[moved.Length];
        double norm = double.NaN;
        optimizer.StepSize = schedule.StepSize(_steps);
        for (int epoch = 0; epoch < learner.Options.Epochs; epoch++)
        {
            int[] minibatches = Minibatches(round, key.Derive(RandomPurpose.Shuffling).Derive(epoch));
            for (int minibatch = 0; minibatch < learner.Options.Minibatches; minibatch++)
            {
                Differentiate(round, moved, minibatches, minibatch, gradient, token);
                double length = GradientClipping.ByNorm(gradient, learner.Options.MaximumGradientNorm);
                norm = double.IsNaN(norm) ? length : norm;
                if (!double.IsFinite(length))
                {
                    optimizer.Restore(before);
                    return new OuterReport(
                        OuterStatus.NonFiniteGradient, norm,
                        $"The norm of the gradient of epoch {epoch + 1} is {length}; the step was not taken.");
                }

                long stepped = Stopwatch.GetTimestamp();
                optimizer.Step(moved, gradient);
                _outerSeconds += Stopwatch.GetElapsedTime(stepped).TotalSeconds;
                int at = Reduction.IndexOfNonFinite(moved);
                if (at >= 0)
                {
                    optimizer.Restore(before);
                    return new OuterReport(
                        OuterStatus.NonFiniteStep, norm,
                        $"Parameter {at} would become {moved[at]} in epoch {epoch + 1}; the step was not taken.");
                }
            }
        }

        _steps++;
        OuterReport report = OuterReport.Taken(norm, Parameters, moved);
        moved.CopyTo(Parameters, 0);
        return report;
    }

    /// <summary>The minibatch of every trial, numbered through all blocks: each trial is in exactly one.</summary>
    private int[] Minibatches(TrialRound round, RandomKey key)
    {
        var order = new int[round.Slices.Sum(block => block.Sum(slice => slice.Count))];
        var minibatches = new int[order.Length];
        if (learner.Options.Minibatches > 1)
        {
            key.Permutation(order);
            for (int i = 0; i < order.Length; i++)
            {
                minibatches[order[i]] = (int)((long)i * learner.Options.Minibatches / order.Length);
            }
        }

        return minibatches;
    }

    private void Differentiate(
        TrialRound round, Real[] candidate, int[] minibatches, int minibatch, double[] gradient, CancellationToken token)
    {
        int blocks = round.Slices.Count;
        int[] firsts = new int[blocks];
        for (int block = 1; block < blocks; block++)
        {
            firsts[block] = firsts[block - 1] + round.Slices[block - 1].Sum(slice => slice.Count);
        }

        // Every minibatch stands for all trials.
        double share = learner.Options.Minibatches;
        double[][] rows = learner.Pool.Sum(
            round.Items(1, token), [.. Enumerable.Repeat(share, blocks)], gradient, (worker, block, row) =>
            {
                long started = Stopwatch.GetTimestamp();
                TrialBlock own = round[block];
                int[] chosen = [.. Enumerable.Range(0, own.Trials).Where(trial => minibatches[firsts[block] + trial] == minibatch)];
                if (chosen.Length > 0)
                {
                    TrialBlock part = chosen.Length == own.Trials ? own : own.Select(chosen);
                    learner.Worker(worker).Clipped.ValueAndGradient(candidate, part, row.AsSpan(1));
                }

                row[0] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            });
        for (int i = 0; i < gradient.Length && learner.Options.Regularization > 0; i++)
        {
            gradient[i] -= learner.Options.Regularization * candidate[i];
        }

        for (int block = 0; block < blocks; block++)
        {
            round.Rows[block][TrialRow.GradientSeconds] += rows[block][0];
        }
    }
}
