using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Offline.Collecting;

/// <summary>A policy that learns one task from its own samples, batch after batch: trust-region steps, or epochs on a clipped
/// surrogate.</summary>
internal static class LearningPolicy
{
    /// <summary>Steps of a batch of the trust region, at most: the batches of a collection are then 25 or more.</summary>
    private const int LargestBatch = 5000;

    private const int LeastBatches = 25;

    // Epochs, clip range and λ are the defaults of Stable-Baselines3; its step size is 3e-4 with mini-batches of 64.
    private const int Epochs = 10;
    private const double ClipRange = 0.2;
    private const double StepSize = 3e-3;
    private const double Discount = 0.99;
    private const double Trace = 0.95;

    /// <summary>Collects and learns until the steps are there.</summary>
    /// <param name="family">Environments that record.</param>
    /// <param name="log">Their record.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="request">The task, its random numbers and what is collected.</param>
    /// <param name="token">Checked before every step.</param>
    public static void Run(
        IEnvironmentFamily family, EpisodeLog log, IPolicy policy, (MdpTask Task, RandomKey Key, CollectSettings Settings) request,
        CancellationToken token)
    {
        (MdpTask task, RandomKey key, CollectSettings settings) = request;
        bool clips = settings.Collector == CollectorName.Clipped;
        int horizon = family.Spec.Horizon;
        int wanted = clips ? 2 * horizon : Math.Min(LargestBatch, settings.Steps / LeastBatches);
        int trajectories = Math.Max(2, (wanted + horizon - 1) / horizon);
        var program = new SurrogateProgram(policy, clips ? new Clipped(ClipRange) : new ImportanceRatio(), holdBase: true);
        var evaluator = new SurrogateEvaluator(program);
        IOuterStep step = clips
            ? new EpochsOuterStep(
                new Adam(policy.ParameterCount, new AdamOptions { StepSize = StepSize }), new CosineSchedule(StepSize, StepSize, 1),
                new EpochOptions { Epochs = Epochs, Penalty = 0 })
            : new TrustRegionOuterStep(new TrustRegionOptions());
        var parameters = new Real[policy.ParameterCount];
        policy.Initialize(key.Derive(RandomPurpose.Initialization), parameters);
        IValueFeatures features = family.Spec.ObservationSize >= 2 ? new RadialFeatures() : new LinearTimeFeatures(1);
        var builder = new BatchBuilder(policy, new LinearBaseline(features));
        var options = new BatchOptions { Gae = new GaeOptions { Discount = Discount, Lambda = Trace } };
        using var sampler = new RolloutSampler(family, policy);
        var rollout = new Rollout();
        while (log.Steps < settings.Steps)
        {
            sampler.Sample(task, parameters, new RolloutRequest
            {
                Trajectories = trajectories,
                Key = key.Derive(RandomPurpose.OuterRollout).Derive(log.Policy),
                RecordStates = false,
                Cancellation = token,
            }, rollout);
            (SampleBatch batch, _) = builder.Build(rollout, options);
            step.Step(parameters, new SingleTaskProblem(evaluator, batch, parameters));
            log.Policy++;
        }
    }
}
