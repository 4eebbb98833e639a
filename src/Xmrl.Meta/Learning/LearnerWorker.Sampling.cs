using System.Diagnostics;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Learning;

/// <content>Rollouts that workers with nothing left to do help to draw.</content>
public sealed partial class LearnerWorker
{
    /// <summary>Trajectories of a part: few, so that a helper is never late by much; enough for a register's width of the policy's products
    /// to be half used.</summary>
    private const int PartTrajectories = 4;

    private EngineUse _helped;

    /// <summary>What the physics engine did for this worker's items.</summary>
    private EngineUse EngineUse => _sampler.EngineUse + _mixup.EngineUse + _helped;

    /// <summary>Draws a rollout into the worker's own memory.</summary>
    /// <returns>Seconds of all workers that took part.</returns>
    private double Sample(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest wanted)
    {
        RolloutRequest request = wanted with { Cancellation = _learner.Cancellation };
        if (!_learner.IsRunningOut || request.Trajectories <= PartTrajectories)
        {
            long started = Stopwatch.GetTimestamp();
            _sampler.Sample(task, parameters, request, _rollout);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Real[] theta = parameters.ToArray();
        _sampler.Begin(task, request, _rollout);
        var used = new (double Seconds, EngineUse Helped)[(request.Trajectories + PartTrajectories - 1) / PartTrajectories];
        _learner.Share(_index, used.Length, (worker, part) =>
        {
            long started = Stopwatch.GetTimestamp();
            EngineUse before = worker._sampler.EngineUse;
            int first = part * PartTrajectories;
            worker._sampler.Fill(task, theta, request, _rollout, first, Math.Min(PartTrajectories, request.Trajectories - first));
            used[part] = (Stopwatch.GetElapsedTime(started).TotalSeconds, worker == this ? default : worker._sampler.EngineUse - before);
        });
        _sampler.End(_rollout);
        double seconds = 0;
        foreach ((double own, EngineUse helped) in used)
        {
            seconds += own;
            _helped += helped;
        }

        return seconds;
    }
}
