using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>Adaptation through a latent: a step is one trajectory, whose transitions join the context. Latents are of the
/// prior until the exploration trajectories are over, then the posterior is inferred after every trajectory.</summary>
/// <remarks>Every trajectory, also of those that score, has a latent of its own. A request's AdaptationTrajectories is for learners whose
/// steps see several; here a step is one.</remarks>
/// <param name="learner">The learner.</param>
internal sealed class PosteriorAdaptation(PosteriorLearner learner) : IAdaptation
{
    /// <inheritdoc/>
    public int Steps => learner.Options.Latent == 0 ? 0 : learner.Options.AdaptationTrajectories;

    /// <inheritdoc/>
    public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        PosteriorWorker own = learner.Worker(worker);
        own.Rows.Clear();
        var points = new AdaptationPoint[request.Steps + 1];
        long spent = 0;
        for (int k = 0; k < points.Length; k++)
        {
            bool isWanted = !request.LastStepOnly || k == request.Steps;
            RandomKey scoring = key.Derive(RandomPurpose.Evaluation).Derive(k);
            points[k] = new AdaptationPoint(
                spent, Score(k, isWanted ? request.SampledTrajectories : 0, false),
                Score(k, isWanted ? request.MeanTrajectories : 0, true));
            spent += k < request.Steps ? Explore(own, parameters, task, k, key) : 0;

            double Score(int step, int trajectories, bool meanActions)
            {
                double sum = 0;
                for (int j = 0; j < trajectories; j++)
                {
                    RandomKey drawn = scoring.Derive(j);
                    own.Sampler.Sample(
                        task, parameters, Latent(own, parameters, step, drawn), (meanActions, drawn), CancellationToken.None);
                    sum += own.Sampler.Episode.Score;
                }

                return trajectories == 0 ? double.NaN : sum / trajectories;
            }
        }

        return new AdaptationCurve(points);
    }

    /// <inheritdoc/>
    public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        PosteriorWorker own = learner.Worker(worker);
        own.Rows.Clear();
        for (int k = 0; k < request.Steps; k++)
        {
            Explore(own, parameters, task, k, key);
        }

        RandomKey shown = key.Derive(RandomPurpose.Evaluation);
        own.Sampler.Sample(task, parameters, Latent(own, parameters, request.Steps, shown), (true, shown), CancellationToken.None);
        return own.Sampler.Episode.ToRollout(task);
    }

    /// <summary>Draws the trajectory of a step into the context.</summary>
    internal int Explore(PosteriorWorker own, Real[] parameters, MdpTask task, int step, RandomKey key)
    {
        RandomKey drawn = key.Derive(RandomPurpose.InnerRollout).Derive(step);
        own.Sampler.Sample(
            task, parameters, Latent(own, parameters, step, drawn), (!learner.Options.SampledExploration, drawn), CancellationToken.None);
        own.Rows.Add(own.Sampler.Episode);
        return own.Sampler.Episode.Steps;
    }

    /// <summary>The latent of a trajectory that follows a number of others.</summary>
    internal Real[] Latent(PosteriorWorker own, Real[] parameters, int trajectories, RandomKey key)
        => trajectories < learner.Options.ExplorationTrajectories ? own.Prior(key) : own.Posterior(parameters, 0, key);
}
