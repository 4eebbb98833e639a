using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Offline.Learning;

/// <summary>Adaptation by regression steps: each on rows drawn from a buffer, which cost no interactions, or from own episodes.</summary>
/// <param name="learner">The learner.</param>
internal sealed class MacawAdaptation(MacawLearner learner) : IAdaptation
{
    /// <inheritdoc/>
    public int Steps => learner.Options.Adapts ? 1 : 0;

    /// <inheritdoc/>
    public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        MacawWorker own = learner.Worker(worker);
        Real[] theta = [.. parameters];
        var points = new AdaptationPoint[request.Steps + 1];
        long spent = 0;
        for (int k = 0; k < points.Length; k++)
        {
            bool isWanted = !request.LastStepOnly || k == request.Steps;
            RandomKey scoring = key.Derive(RandomPurpose.Evaluation).Derive(k);
            points[k] = new AdaptationPoint(
                spent, Score(isWanted ? request.SampledTrajectories : 0, false), Score(isWanted ? request.MeanTrajectories : 0, true));
            spent += k < request.Steps ? Adapt(own, theta, task, request, key.Derive(k)) : 0;

            double Score(int trajectories, bool meanActions)
            {
                double sum = 0;
                for (int j = 0; j < trajectories; j++)
                {
                    own.Player.Play(task, theta, meanActions, scoring.Derive(j));
                    sum += own.Player.Episode.Score;
                }

                return trajectories == 0 ? double.NaN : sum / trajectories;
            }
        }

        return new AdaptationCurve(points);
    }

    /// <inheritdoc/>
    public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        MacawWorker own = learner.Worker(worker);
        Real[] theta = [.. parameters];
        for (int k = 0; k < request.Steps; k++)
        {
            Adapt(own, theta, task, request, key.Derive(k));
        }

        own.Player.Play(task, theta, true, key.Derive(RandomPurpose.Evaluation));
        return own.Player.Episode.ToRollout(task);
    }

    /// <summary>The third of a buffer that an adaptation sees; null for all of it.</summary>
    private static int? Stage(AdaptSource source) => source switch
    {
        AdaptSource.Early => 0,
        AdaptSource.Late => TaskBuffer.Stages - 1,
        _ => null,
    };

    /// <summary>One adaptation step, in place.</summary>
    /// <returns>Environment steps that it cost.</returns>
    private long Adapt(MacawWorker own, Real[] theta, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        MacawOptions options = learner.Options;
        RowTable? table = options.AdaptFrom switch
        {
            AdaptSource.Own or AdaptSource.None => null,
            AdaptSource.Other when request.DataOf is null => learner.Another(task),
            _ => learner.TableOf(request.DataOf ?? task, BufferSet.Test, BufferSet.Validation, BufferSet.Training),
        };
        if (options.AdaptFrom == AdaptSource.None)
        {
            return 0;
        }

        long cost = 0;
        if (table is null)
        {
            var log = new EpisodeLog(learner.Family.Spec, learner.Form.ActionLimit);
            for (int j = 0; j < request.AdaptationTrajectories; j++)
            {
                own.Player.Play(task, theta, false, key.Derive(RandomPurpose.InnerRollout).Derive(j));
                own.Player.AddTo(log);
            }

            table = new RowTable(log.ToBuffer(task), learner.Form, options.RowOptions with { Stride = 1, HoldOut = 0 }, learner.Scale);
            cost = log.Steps;
        }

        own.DrawInner(
            table, key.Derive(RandomPurpose.ReplaySampling), options.UniformInnerRows,
            cost > 0 ? default : new RowPart(Stage(options.AdaptFrom), request.StoredHalf));
        own.Step.Adapt(theta, own.Inner);
        return cost;
    }
}
