using System.Diagnostics;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Gradient;

/// <summary>Fresh rollouts of one task, turned into weighted samples, with what its augmentation adds; counts what they cost. For one
/// adaptation.</summary>
/// <param name="worker">Draws the rollouts into its own memory.</param>
/// <param name="plan">The task and how it takes part.</param>
/// <param name="trajectories">Trajectories per rollout, before the plan's repeats.</param>
/// <param name="key">Random numbers of the adaptation.</param>
internal sealed class TaskRollouts(GradientWorker worker, TaskPlan plan, int trajectories, RandomKey key) : ITaskData
{
    private readonly List<AddedSamples> _added = [];
    private readonly List<long> _spent = [0];
    private int _drawn;

    /// <summary>What augmentation added to each rollout, in order; empty without augmentation.</summary>
    public IReadOnlyList<AddedSamples> Added => _added;

    /// <summary>Mean undiscounted return of the first rollout, that of the meta-policy; 0 before it.</summary>
    public double ReturnBefore { get; private set; }

    /// <summary>Mean undiscounted return of the adapted policy; 0 before its rollout.</summary>
    public double ReturnAfter { get; private set; }

    /// <summary>Success rate of the adapted policy; 0 before its rollout.</summary>
    public double SuccessAfter { get; private set; }

    /// <summary>Environment steps taken before each rollout and, last, after all of them.</summary>
    public IReadOnlyList<long> Spent => _spent;

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; private set; }

    /// <summary>The first rollout with an advantage that is not finite: the adaptation step that drew it, or their number for the adapted
    /// policy's, and a sentence that names the advantage; null if all are finite.</summary>
    public NonFiniteRollout? NonFinite { get; private set; }

    /// <summary>Seconds of all workers that sampled, and of building samples.</summary>
    public PhaseSeconds Seconds { get; private set; }

    /// <summary>Seconds on this worker's clock.</summary>
    public double ClockSeconds { get; private set; }

    /// <inheritdoc/>
    public SampleBatch Inner(int step, Real[] parameters)
    {
        SampleBatch batch = Draw(parameters, key.Derive(RandomPurpose.InnerRollout).Derive((ulong)step), true);
        ReturnBefore = step == 0 ? worker.Rollout.MeanReturn : ReturnBefore;
        return batch;
    }

    /// <inheritdoc/>
    public SampleBatch Outer(Real[] adapted)
    {
        SampleBatch batch = Draw(adapted, key.Derive(RandomPurpose.OuterRollout), false);
        ReturnAfter = worker.Rollout.MeanReturn;
        SuccessAfter = worker.Rollout.SuccessRate;
        return batch;
    }

    private SampleBatch Draw(Real[] theta, RandomKey rolloutKey, bool isInner)
    {
        long started = Stopwatch.GetTimestamp();
        MdpTask task = isInner ? plan.MdpTask : worker.Learner.ScoreTask(plan.MdpTask);
        double sampling = worker.Sample(
            task, theta,
            new RolloutRequest
            {
                Trajectories = trajectories * plan.Repeats,
                Key = rolloutKey,
                RecordStates = plan.Augmentation is not null,
            });
        Interactions += worker.Rollout.Samples;
        long sampled = Stopwatch.GetTimestamp();
        BatchOptions options = isInner ? worker.Learner.Options.InnerBatch : worker.Learner.Options.OuterBatch;
        (SampleBatch batch, AdvantageScale scale) = worker.Builder.Build(worker.Rollout, options);
        double advantages = Stopwatch.GetElapsedTime(sampled).TotalSeconds;
        if (plan.Augmentation is { } augmentation)
        {
            long built = Stopwatch.GetTimestamp();
            AddedSamples added = augmentation.Draw(new AugmentationContext
            {
                Rollout = worker.Rollout,
                Parameters = theta,
                StateBaseline = () => worker.Builder.FitOfState(worker.Rollout),
                Scale = scale,
                Options = options,
                IsInner = isInner,
                Own = batch,
                Key = rolloutKey,
                Family = worker.Learner.Family,
                Scratch = worker.Scratch,
            });
            batch = Join(batch, added);
            sampling += Stopwatch.GetElapsedTime(built).TotalSeconds;
        }

        _spent.Add(Interactions);
        Seconds += new PhaseSeconds(sampling, advantages, 0, 0);
        ClockSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        int at = Reduction.IndexOfNonFinite(batch.Advantages);
        NonFinite ??= at < 0
            ? null
            : new NonFiniteRollout(_drawn, $"task {plan.MdpTask.Index}: advantage of sample {at} is {batch.Advantages[at]}");
        _drawn++;
        return batch;
    }

    private SampleBatch Join(SampleBatch own, AddedSamples added)
    {
        _added.Add(added);
        Interactions += added.Interactions;
        SampleBatch union = added.Batch is { } batch ? own.Union(batch) : own;
        union.Scale(added.UnionScale);
        return union;
    }
}
