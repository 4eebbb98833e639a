using Xmrl.Numerics.Randomness;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>Expectations by Monte Carlo: what a policy is worth, from simulated episodes instead of linear systems.</summary>
/// <remarks>Every visit to a pair counts with γᵗ, so that the cut at the horizon weighs γᴴ whenever the visit was. Q is the mean return to
/// go of a pair and V that of a state; pairs that were never visited get A = 0.</remarks>
/// <seealso href="http://incompleteideas.net/book/the-book-2nd.html">Sutton and Barto (2018), §5.1.</seealso>
internal sealed record EpisodeSampling
{
    /// <summary>Episodes per policy and task, ≥ 1. Default 500 (chosen by us; the paper states none).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Episodes { get; init => field = NumberRange.AtLeast(1).Require(value); } = 500;

    /// <summary>Steps of an episode, ≥ 1; absorbing states pay at each of them. Default 49 (chosen by us).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Horizon { get; init => field = NumberRange.AtLeast(1).Require(value); } = 49;

    /// <summary>Simulates.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="policy">π(a|s). Shape [S·A].</param>
    /// <param name="key">Random numbers of these episodes.</param>
    /// <returns>Estimates, without the systems.</returns>
    public PolicyMoments Measure(TabularMdp mdp, double[] policy, RandomKey key)
    {
        double[] counts = new double[policy.Length];
        double[] returns = new double[policy.Length];
        int[] pairs = new int[Horizon];
        double total = 0;
        for (int episode = 0; episode < Episodes; episode++)
        {
            Simulate(mdp, policy, key.Derive(episode), pairs);
            total += Count(mdp, pairs, counts, returns);
        }

        return Moments(mdp, policy, (counts, returns), total / Episodes);
    }

    private static void Simulate(TabularMdp mdp, double[] policy, RandomKey key, int[] pairs)
    {
        ulong draw = 0;
        int state = Choose(mdp.Start, key.UniformOpen(draw++));
        for (int t = 0; t < pairs.Length; t++)
        {
            if (!mdp.IsLive(state))
            {
                pairs.AsSpan(t).Fill(state * mdp.Actions);
                return;
            }

            int action = Choose(policy.AsSpan(state * mdp.Actions, mdp.Actions), key.UniformOpen(draw++));
            pairs[t] = (state * mdp.Actions) + action;
            state = Choose(mdp.Next(state, action), key.UniformOpen(draw++));
        }
    }

    /// <summary>Adds an episode, backwards; its return.</summary>
    private static double Count(TabularMdp mdp, int[] pairs, double[] counts, double[] returns)
    {
        double toGo = 0;
        double weight = Math.Pow(mdp.Discount, pairs.Length);
        for (int t = pairs.Length - 1; t >= 0; t--)
        {
            weight = mdp.Discount > 0 ? weight / mdp.Discount : (t == 0 ? 1 : 0);
            toGo = mdp.Rewards[pairs[t]] + (mdp.Discount * toGo);
            counts[pairs[t]] += weight;
            returns[pairs[t]] += weight * toGo;
        }

        return toGo;
    }

    private PolicyMoments Moments(TabularMdp mdp, double[] policy, (double[] Counts, double[] Returns) sums, double mean)
    {
        double[] advantages = new double[policy.Length];
        double[] visits = new double[mdp.States];
        for (int s = 0; s < mdp.States; s++)
        {
            double count = 0;
            double value = 0;
            for (int pair = s * mdp.Actions; pair < (s + 1) * mdp.Actions; pair++)
            {
                count += sums.Counts[pair];
                value += sums.Returns[pair];
            }

            visits[s] = (1 - mdp.Discount) * count / Episodes;
            for (int pair = s * mdp.Actions; mdp.IsLive(s) && pair < (s + 1) * mdp.Actions; pair++)
            {
                advantages[pair] = sums.Counts[pair] > 0 ? (sums.Returns[pair] / sums.Counts[pair]) - (value / count) : 0;
            }
        }

        return new PolicyMoments { Policy = policy, Advantages = advantages, Visits = visits, Return = mean };
    }

    private static int Choose(ReadOnlySpan<double> probabilities, double uniform)
    {
        int last = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > 0)
            {
                last = i;
                uniform -= probabilities[i];
                if (uniform < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
