using Xmrl.Meta.Learning;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>Mixes pairs of visited states of one task with one coefficient λ, acts once in each mixed state, and adds the result to the
/// task's own samples.</summary>
/// <remarks>As many mixed samples are drawn as the rollout has own ones: one environment step each. Infeasible mixed states are left out
/// and counted.</remarks>
/// <param name="policy">The policy.</param>
/// <param name="lambda">λ in [0, 1].</param>
/// <param name="advantage">Advantage of the mixed samples.</param>
/// <param name="mass">Weight of the union.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Section 4.1 and Appendix C.</seealso>
internal sealed class MixupAugmentation(IPolicy policy, double lambda, MixedAdvantage advantage, UnionMass mass) : IAugmentation
{
    /// <summary>Mixed samples per own sample, in (0, 1]. Default 1.</summary>
    public double Share { get; init => field = NumberRange.OpenClosed(0, 1).Require(value); } = 1;

    /// <summary>Weight, ≥ 0, of the mixed half of the union against the own half, whatever the number of mixed samples. Default
    /// 1.</summary>
    public double MixedWeight { get; init => field = NumberRange.NotNegative.Require(value); } = 1;

    /// <inheritdoc/>
    public AddedSamples Draw(AugmentationContext context)
    {
        Rollout own = context.Rollout;
        MixupSampler sampler = context.Scratch.Get(() => new MixupSampler(context.Family, policy));
        EngineUse before = sampler.EngineUse;
        MixedSamples mixed = sampler.Sample(
            own, context.Parameters, [(Real)lambda],
            new MixupRequest
            {
                Count = Math.Max(1, (int)Math.Round(Share * own.Samples)),
                Key = context.Key.Derive(RandomPurpose.Mixing),
            });
        EngineUse engine = sampler.EngineUse - before;
        double unionMass = context.IsInner ? mass.Inner : mass.Outer;
        if (mixed.Count == 0)
        {
            return new AugmentedSamples { Infeasible = mixed.Infeasible, UnionScale = unionMass, Engine = engine };
        }

        int[] starts = [.. Enumerable.Range(0, mixed.Count + 1)];
        var batch = new SampleBatch(policy.ObservationSize, policy.EncodedActionSize, starts);
        policy.Normalize(mixed.Observations, batch.Observations);
        policy.EncodeActions(mixed.Actions, batch.Actions);

        MixedPairs pairs = Pairs(context, mixed);
        if (advantage == MixedAdvantage.Bootstrapped)
        {
            Bootstrap(context, mixed, batch);
        }
        else
        {
            Interpolate(context.Own.Advantages, mixed, batch, pairs);
        }

        if (MixedWeight != 1)
        {
            batch.Scale(MixedWeight);
        }

        // A mixed sample is a whole trajectory to the surrogates that look along time: its advantage is its reward.
        batch.Advantages.CopyTo(batch.DiscountedRewards, 0);
        for (int i = 0; i < pairs.Count; i++)
        {
            pairs.AdvantageSlopes[i] = (Real)(pairs.AdvantageSlopes[i] * MixedWeight * unionMass / (1 + MixedWeight));
        }

        return new AugmentedSamples
        {
            Batch = batch,
            Pairs = pairs,
            UnionScale = unionMass / (1 + MixedWeight),
            Interactions = mixed.Count,
            Infeasible = mixed.Infeasible,
            Engine = engine,
        };
    }

    private MixedPairs Pairs(AugmentationContext context, MixedSamples mixed)
    {
        var pairs = new MixedPairs(policy.ObservationSize, mixed.Count) { Lambda = lambda };
        Matrix visited = context.Own.Observations;
        Matrix first = pairs.First;
        Matrix second = pairs.Second;
        for (int row = 0; row < visited.Rows; row++)
        {
            for (int i = 0; i < mixed.Count; i++)
            {
                first[row, i] = visited[row, mixed.First[i]];
                second[row, i] = visited[row, mixed.Second[i]];
            }
        }

        return pairs;
    }

    private static void Bootstrap(AugmentationContext context, MixedSamples mixed, SampleBatch batch)
    {
        LinearBaseline baseline = context.StateBaseline();
        var values = new Real[mixed.Count];
        var next = new Real[mixed.Count];
        baseline.Predict(mixed.Observations, [], values);
        baseline.Predict(mixed.NextObservations, [], next);
        for (int i = 0; i < mixed.Count; i++)
        {
            double future = mixed.Terminated[i] ? 0 : context.Options.Gae.Discount * next[i];
            batch.Advantages[i] = (Real)(mixed.Rewards[i] + future - values[i]);
        }

        // The mixed half of the union weighs as much as the own half, whatever the number of feasible samples.
        // Where the task's own rewards say nothing about actions, V is what its fit left over, and equal mixed rewards add nothing.
        bool isEqual = context.Scale.Factor == 0 && AdvantageResolution.AllEqual(mixed.Rewards) && !mixed.Terminated.Contains(true);
        double resolution = isEqual ? double.PositiveInfinity : AdvantageResolution.OfRounding(mixed.Rewards, values);
        AdvantageScale scale = AdvantageScale.Of(batch.Advantages, context.Options, context.Rollout.Trajectories, resolution);
        if (context.Options.Reduction == SampleReduction.PerTrajectory)
        {
            scale = scale with { Factor = scale.Factor * context.Rollout.Samples / mixed.Count };
        }

        scale.Apply(batch.Advantages);
    }

    private void Interpolate(Real[] own, MixedSamples mixed, SampleBatch batch, MixedPairs pairs)
    {
        double weight = (double)own.Length / mixed.Count;
        for (int i = 0; i < mixed.Count; i++)
        {
            double first = weight * own[mixed.First[i]];
            double second = weight * own[mixed.Second[i]];
            batch.Advantages[i] = (Real)((lambda * first) + ((1 - lambda) * second));
            pairs.AdvantageSlopes[i] = (Real)(first - second);
        }
    }
}
