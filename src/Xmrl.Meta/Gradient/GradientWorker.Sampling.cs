using System.Diagnostics;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Gradient;

/// <content>Rollouts that workers with nothing left to do help to draw.</content>
public sealed partial class GradientWorker
{
    /// <summary>Trajectories of a part: few, so that a helper is never late by much; enough for a register's width of the policy's products
    /// to be half used.</summary>
    private const int PartTrajectories = 4;

    private EngineUse _helped;

    /// <summary>What the physics engine did for this worker's items.</summary>
    private EngineUse EngineUse => _sampler.EngineUse + _helped;

    /// <summary>Draws a rollout into the worker's own memory, where it is valid until the next one.</summary>
    /// <returns>Seconds of all workers that took part.</returns>
    internal double Sample(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest wanted)
    {
        RolloutRequest request = wanted with { Cancellation = Learner.Cancellation };
        if (!Learner.IsRunningOut || request.Trajectories <= PartTrajectories)
        {
            long started = Stopwatch.GetTimestamp();
            _sampler.Sample(task, parameters, request, Rollout);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Real[] theta = parameters.ToArray();
        _sampler.Begin(task, request, Rollout);
        var used = new (double Seconds, EngineUse Helped)[(request.Trajectories + PartTrajectories - 1) / PartTrajectories];
        Learner.Share(_index, used.Length, (worker, part) =>
        {
            long started = Stopwatch.GetTimestamp();
            EngineUse before = worker._sampler.EngineUse;
            int first = part * PartTrajectories;
            worker._sampler.Fill(task, theta, request, Rollout, first, Math.Min(PartTrajectories, request.Trajectories - first));
            used[part] = (Stopwatch.GetElapsedTime(started).TotalSeconds, worker == this ? default : worker._sampler.EngineUse - before);
        });
        _sampler.End(Rollout);
        double seconds = 0;
        foreach ((double own, EngineUse helped) in used)
        {
            seconds += own;
            _helped += helped;
        }

        return seconds;
    }

    /// <summary>Draws a rollout into memory of its own.</summary>
    internal Rollout SampleOwn(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest request)
        => _sampler.Sample(task, parameters, request with { Cancellation = Learner.Cancellation });
}
