using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Contracts;

/// <summary>Samples, parameters and directions made of random numbers, for tests of derivatives.</summary>
public static class RandomBatch
{
    /// <summary>Weighted samples whose observations, actions, advantages, rewards and baselines are independent normal numbers.</summary>
    public static SampleBatch Create(IPolicy policy, ulong seed, params int[] lengths)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        int[] starts = [0, .. lengths.Select((_, j) => lengths.Take(j + 1).Sum())];
        var batch = new SampleBatch(policy.ObservationSize, policy.EncodedActionSize, starts);
        for (int row = 0; row < batch.ObservationSize; row++)
        {
            key.Derive(row).FillNormal(0, batch.Observations.Row(row));
        }

        for (int row = 0; row < batch.ActionSize; row++)
        {
            key.Derive(100 + row).FillNormal(0, batch.Actions.Row(row));
        }

        Real[][] weighted = [batch.Advantages, batch.DiscountedRewards, batch.DiscountedBaselines];
        for (int i = 0; i < weighted.Length; i++)
        {
            key.Derive(200 + i).FillNormal(0, weighted[i]);
            foreach (ref Real value in weighted[i].AsSpan())
            {
                value /= batch.Samples;
            }
        }

        return batch;
    }

    /// <summary>Normal parameters of standard deviation <paramref name="deviation"/>.</summary>
    public static Real[] Parameters(IPolicy policy, ulong seed, double deviation = 0.4)
    {
        var parameters = new Real[policy.ParameterCount];
        RandomKey.FromSeed(seed).FillNormal(0, parameters);
        foreach (ref Real parameter in parameters.AsSpan())
        {
            parameter = (Real)(parameter * deviation);
        }

        return parameters;
    }

    /// <summary>A random vector of length one.</summary>
    public static double[] Direction(int dimension, ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(seed).Derive(RandomPurpose.Probing);
        double[] direction = [.. Enumerable.Range(0, dimension).Select(i => key.Normal((ulong)i))];
        double norm = Math.Sqrt(direction.Sum(value => value * value));
        return [.. direction.Select(value => value / norm)];
    }
}
