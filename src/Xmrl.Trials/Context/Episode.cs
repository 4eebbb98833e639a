using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Trials.Context;

/// <summary>One trajectory, step by step. Its memory is written again by the next one of the same sampler.</summary>
/// <param name="spec">Sizes and horizon.</param>
internal sealed class Episode(EnvironmentSpec spec)
{
    private readonly Real[] _observations = new Real[(spec.Horizon + 1) * spec.ObservationSize];
    private readonly Real[] _actions = new Real[spec.Horizon * spec.ActionSize];

    /// <summary>Its length T.</summary>
    public int Steps { get; set; }

    /// <summary>Whether the process ended, instead of being cut off.</summary>
    public bool Terminated { get; set; }

    /// <summary>Whether it ended in success.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Rewards as paid. Shape [horizon].</summary>
    public Real[] Rewards { get; } = new Real[spec.Horizon];

    /// <summary>Rewards that values are learned from. Shape [horizon].</summary>
    public Real[] ValueRewards { get; } = new Real[spec.Horizon];

    /// <summary>Undiscounted sum of the rewards as paid.</summary>
    public double Return
    {
        get
        {
            double sum = 0;
            foreach (Real reward in Rewards.AsSpan(0, Steps))
            {
                sum += reward;
            }

            return sum;
        }
    }

    /// <summary>What the trajectory counts: 1 or 0 for success where the environment has it, else the return.</summary>
    public double Score => spec.HasSuccess ? (Succeeded ? 1 : 0) : Return;

    /// <summary>The raw observation before step t; for t = T the last one.</summary>
    public Span<Real> Observation(int t) => _observations.AsSpan(t * spec.ObservationSize, spec.ObservationSize);

    /// <summary>The policy's action of step t.</summary>
    public Span<Real> Action(int t) => _actions.AsSpan(t * spec.ActionSize, spec.ActionSize);

    /// <summary>The trajectory as a rollout.</summary>
    /// <param name="task">Its task.</param>
    public Rollout ToRollout(MdpTask task) => Rollout.Of(task, spec, new RecordedTrajectory
    {
        Observations = [.. Enumerable.Range(0, Steps).Select(t => Observation(t).ToArray())],
        Actions = [.. Enumerable.Range(0, Steps).Select(t => Action(t).ToArray())],
        Rewards = Rewards[..Steps],
        FinalObservation = Observation(Steps).ToArray(),
        Terminated = Terminated,
        Succeeded = Succeeded,
    });
}
