using Xmrl.Latents.Trials;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Learning;

/// <summary>Adaptation by the encoder: one adaptation step is one trajectory with sampled actions, after which the memory goes
/// on.</summary>
/// <remarks>A point's score with sampled actions is the mean return of that trajectory over as many trials; with mean actions, that of
/// copies of the memory which play one trajectory so and are then forgotten.</remarks>
/// <param name="learner">The learner.</param>
internal sealed class LatentAdaptation(LatentLearner learner) : IAdaptation
{
    /// <inheritdoc/>
    public int Steps => learner.Options.Trajectories - 1;

    /// <inheritdoc/>
    public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        int trials = Math.Max(1, Math.Max(request.SampledTrajectories, request.MeanTrajectories));
        var sampled = new double[request.Steps + 1];
        var mean = new double[request.Steps + 1];
        var spent = new double[request.Steps + 1];
        for (int first = 0; first < trials; first += TrialBlock.MostTrials)
        {
            int count = Math.Min(TrialBlock.MostTrials, trials - first);
            Play(worker, parameters, task, request, key.Derive(first), first, count, (sampled, mean, spent));
        }

        var points = new AdaptationPoint[request.Steps + 1];
        double before = 0;
        for (int k = 0; k < points.Length; k++)
        {
            bool isWanted = !request.LastStepOnly || k == request.Steps;
            points[k] = new AdaptationPoint(
                (long)Math.Round(before),
                isWanted && request.SampledTrajectories > 0 ? sampled[k] / request.SampledTrajectories : double.NaN,
                isWanted && request.MeanTrajectories > 0 ? mean[k] / request.MeanTrajectories : double.NaN);
            before += spent[k] / trials;
        }

        return new AdaptationCurve(points);
    }

    /// <inheritdoc/>
    public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        RandomKey own = key.Derive(0);
        TrialSegment[] segments = [new TrialSegment(task, 1, own)];
        TrialState state = Fresh(1);
        if (request.Steps > 0)
        {
            Run(worker, parameters, segments, state, (request.Steps, false));
        }

        segments[0] = segments[0] with { Key = own.Derive(RandomPurpose.Evaluation) };
        return Run(worker, parameters, segments, state, (1, true))[0].ToRollout(task);
    }

    private TrialState Fresh(int trials) => new(learner.Networks.Recurrent.Policy, trials);

    private LatentTrial[] Run(
        int worker, Real[] parameters, TrialSegment[] segments, TrialState state, (int Trajectories, bool IsMean) request)
        => learner.Worker(worker).Sampler.Run(segments, parameters, state, new RolloutRequest
        {
            Trajectories = request.Trajectories,
            Key = default,
            MeanActions = request.IsMean,
            Cancellation = learner.Pool.Cancellation,
        }, []);

    private void Play(
        int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key, int first, int count,
        (double[] Sampled, double[] Mean, double[] Spent) sums)
    {
        TrialSegment[] segments = [new TrialSegment(task, count, key)];
        TrialState state = Fresh(count);
        for (int k = 0; k <= request.Steps; k++)
        {
            int means = Math.Clamp(request.MeanTrajectories - first, 0, count);
            if (means > 0 && (!request.LastStepOnly || k == request.Steps))
            {
                TrialSegment[] copies = [new TrialSegment(task, means, key.Derive(RandomPurpose.Evaluation))];
                sums.Mean[k] += Score(Run(worker, parameters, copies, state.Fork(means), (1, true)), means);
            }

            LatentTrial[] played = Run(worker, parameters, segments, state, (1, false));
            sums.Sampled[k] += Score(played, Math.Clamp(request.SampledTrajectories - first, 0, count));
            sums.Spent[k] += played.Sum(trial => trial.Steps);
        }
    }

    /// <summary>Sum of the scores of the first trials, of one trajectory each.</summary>
    private double Score(LatentTrial[] trials, int count) => trials.Take(count)
        .Sum(trial => learner.Family.Spec.HasSuccess ? (trial.Succeeded[0] ? 1 : 0) : trial.Returns[0]);
}
