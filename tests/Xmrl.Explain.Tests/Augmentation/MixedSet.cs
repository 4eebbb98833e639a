using Xmrl.Contracts;
using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>Fixed pairs of states, actions and advantages that can be mixed with any coefficient.</summary>
internal sealed class MixedSet
{
    private const double UnionScale = 0.5;

    private readonly GaussianMlpPolicy _policy;
    private readonly SampleBatch _first;
    private readonly SampleBatch _second;
    private readonly bool _interpolates;

    /// <param name="policy">The policy whose sizes are used.</param>
    /// <param name="seed">Seed of states, actions and advantages.</param>
    /// <param name="count">Number of pairs.</param>
    /// <param name="interpolates">True for advantages λA + (1 − λ)A′, false for advantages that λ does not move.</param>
    public MixedSet(GaussianMlpPolicy policy, ulong seed, int count, bool interpolates)
    {
        _policy = policy;
        _interpolates = interpolates;
        int[] single = [.. Enumerable.Repeat(1, count)];
        _first = RandomBatch.Create(policy, seed, single);
        _second = RandomBatch.Create(policy, RandomKey.FromSeed(seed).Derive(1).Value, single);
    }

    /// <summary>The samples at λ: what an augmentation with this coefficient would hand over.</summary>
    public AugmentedSamples At(double lambda)
    {
        int count = _first.Samples;
        var batch = new SampleBatch(_policy.Shape.ObservationSize, _policy.Shape.ActionSize, _first.Starts);
        var pairs = new MixedPairs(_policy.Shape.ObservationSize, count) { Lambda = lambda };
        for (int row = 0; row < batch.ObservationSize; row++)
        {
            for (int i = 0; i < count; i++)
            {
                pairs.First[row, i] = _first.Observations[row, i];
                pairs.Second[row, i] = _second.Observations[row, i];
                batch.Observations[row, i] = (Real)((lambda * _first.Observations[row, i]) + ((1 - lambda) * _second.Observations[row, i]));
            }
        }

        for (int row = 0; row < batch.ActionSize; row++)
        {
            _first.Actions.Row(row).CopyTo(batch.Actions.Row(row));
        }

        for (int i = 0; i < count; i++)
        {
            double other = _interpolates ? _second.Advantages[i] : _first.Advantages[i];
            batch.Advantages[i] = (Real)((lambda * _first.Advantages[i]) + ((1 - lambda) * other));
            pairs.AdvantageSlopes[i] = (Real)(UnionScale * (_first.Advantages[i] - other));
        }

        batch.Advantages.CopyTo(batch.DiscountedRewards, 0);
        return new AugmentedSamples { Batch = batch, Pairs = pairs, UnionScale = UnionScale, Interactions = count };
    }

    /// <summary>The samples alone at λ, weighted as they are in the union.</summary>
    public SampleBatch Weighted(double lambda)
    {
        AugmentedSamples samples = At(lambda);
        samples.Batch!.Scale(samples.UnionScale);
        return samples.Batch;
    }

    /// <summary>The union with own samples at λ, weighted.</summary>
    public SampleBatch Union(SampleBatch own, double lambda)
    {
        AugmentedSamples samples = At(lambda);
        SampleBatch union = own.Union(samples.Batch!);
        union.Scale(samples.UnionScale);
        return union;
    }

    public static ISurrogate Surrogate(string name) => name switch
    {
        nameof(Score) => new Score(),
        nameof(LowVarianceCurvature) => new LowVarianceCurvature(),
        nameof(Dice) => new Dice(),
        nameof(ImportanceRatio) => new ImportanceRatio(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown surrogate."),
    };
}
