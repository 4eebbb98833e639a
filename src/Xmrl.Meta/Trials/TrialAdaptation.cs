using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Trials;

/// <summary>Adaptation by memory: one adaptation step is one trajectory with sampled actions, after which the memory goes on.</summary>
/// <remarks>
/// <para>A point's score with sampled actions is the mean return of that trajectory over as many trials; with mean actions, that of copies
/// of the memory which play one trajectory so and are then forgotten.</para>
/// <para>A trial sees one trajectory per adaptation step whatever the request's number for learners that adapt on batches; interactions
/// count the trajectories of one trial.</para>
/// </remarks>
/// <param name="learner">The learner.</param>
internal sealed class TrialAdaptation(TrialLearner learner) : IAdaptation
{
    /// <inheritdoc/>
    public int Steps => learner.Options.Credit.Trajectories - 1;

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
        TrialSampler sampler = learner.Worker(worker).Sampler;
        RandomKey own = key.Derive(0);
        TrialSegment[] segments = [new TrialSegment(task, 1, own)];
        var state = new TrialState(learner.Policy, 1);
        if (request.Steps > 0)
        {
            sampler.Run(segments, parameters, state, Request(request.Steps, isMean: false));
        }

        segments[0] = segments[0] with { Key = own.Derive(RandomPurpose.Evaluation) };
        return sampler.Run(segments, parameters, state, Request(1, isMean: true))[0];
    }

    private RolloutRequest Request(int trajectories, bool isMean) => new()
    {
        Trajectories = trajectories,
        Key = default,
        MeanActions = isMean,
        Cancellation = learner.Pool.Cancellation,
    };

    private void Play(
        int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key, int first, int count,
        (double[] Sampled, double[] Mean, double[] Spent) sums)
    {
        TrialSampler sampler = learner.Worker(worker).Sampler;
        TrialSegment[] segments = [new TrialSegment(task, count, key)];
        var state = new TrialState(learner.Policy, count);
        for (int k = 0; k <= request.Steps; k++)
        {
            int means = Math.Clamp(request.MeanTrajectories - first, 0, count);
            if (means > 0 && (!request.LastStepOnly || k == request.Steps))
            {
                TrialSegment[] copies = [new TrialSegment(task, means, key.Derive(RandomPurpose.Evaluation))];
                Rollout shown = sampler.Run(copies, parameters, state.Fork(means), Request(1, isMean: true))[0];
                sums.Mean[k] += Score(shown, means);
            }

            Rollout played = sampler.Run(segments, parameters, state, Request(1, isMean: false))[0];
            sums.Sampled[k] += Score(played, Math.Clamp(request.SampledTrajectories - first, 0, count));
            sums.Spent[k] += played.Samples;
        }
    }

    /// <summary>Sum of the scores of the first trajectories.</summary>
    private double Score(Rollout rollout, int trajectories)
    {
        double sum = 0;
        for (int j = 0; j < trajectories; j++)
        {
            sum += learner.Family.Spec.HasSuccess ? (rollout.Succeeded[j] ? 1 : 0) : rollout.Returns[j];
        }

        return sum;
    }
}
