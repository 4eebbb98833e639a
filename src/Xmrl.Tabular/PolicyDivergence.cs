using Xmrl.Rl.Policies;

namespace Xmrl.Tabular;

/// <summary>Divergence of a policy from a center π_φ, given as tables.</summary>
internal static class PolicyDivergence
{
    /// <summary>d² of each state: KL(π_φ ‖ π) forward, KL(π ‖ π_φ) reverse.</summary>
    /// <param name="divergence">Forward or Reverse.</param>
    /// <param name="centerLogs">ln π_φ. Shape [S·A].</param>
    /// <param name="policy">Policy π. Shape [S·A].</param>
    /// <param name="actions">Number of actions A.</param>
    /// <returns>In nats; +∞ where π gives 0 to an action that π_φ takes, forward. Shape [S].</returns>
    public static double[] OfStates(ProximalDivergence divergence, double[] centerLogs, double[] policy, int actions)
    {
        double[] result = new double[policy.Length / actions];
        for (int pair = 0; pair < policy.Length; pair++)
        {
            double prior = Math.Exp(centerLogs[pair]);
            result[pair / actions] += divergence == ProximalDivergence.Forward
                ? Term(prior, centerLogs[pair], policy[pair], Math.Log(policy[pair]))
                : Term(policy[pair], Math.Log(policy[pair]), prior, centerLogs[pair]);
        }

        return result;
    }

    /// <summary>D² = E[d²] over the visits of the center.</summary>
    /// <param name="divergence">Forward or Reverse.</param>
    /// <param name="center">π_φ, with its visits ν.</param>
    /// <param name="centerLogs">ln π_φ. Shape [S·A].</param>
    /// <param name="policy">Policy π. Shape [S·A].</param>
    /// <returns>In nats.</returns>
    public static double Mean(ProximalDivergence divergence, PolicyMoments center, double[] centerLogs, double[] policy)
    {
        double[] states = OfStates(divergence, centerLogs, policy, policy.Length / center.Visits.Length);
        double sum = 0;
        for (int s = 0; s < states.Length; s++)
        {
            sum += center.Visits[s] > 0 ? center.Visits[s] * states[s] : 0;
        }

        return sum;
    }

    /// <summary>‖θ − φ‖².</summary>
    /// <param name="x">Parameters θ. Shape [P].</param>
    /// <param name="y">Parameters φ. Shape [P].</param>
    public static double Square(double[] x, double[] y)
    {
        double sum = 0;
        for (int p = 0; p < x.Length; p++)
        {
            sum += (x[p] - y[p]) * (x[p] - y[p]);
        }

        return sum;
    }

    /// <summary>Σ ½|π(a|s) − π̄(a|s)| of each state.</summary>
    /// <param name="first">First policy π. Shape [S·A].</param>
    /// <param name="second">Second policy π̄. Shape [S·A].</param>
    /// <param name="actions">Number of actions A.</param>
    /// <returns>Total variation in [0, 1]. Shape [S].</returns>
    public static double[] TotalVariation(double[] first, double[] second, int actions)
    {
        double[] result = new double[first.Length / actions];
        for (int pair = 0; pair < first.Length; pair++)
        {
            result[pair / actions] += 0.5 * Math.Abs(first[pair] - second[pair]);
        }

        return result;
    }

    /// <summary>p·ln(p/q) − p + q ≥ 0: the added differences sum to 0 over the actions and keep the term exact where p ≈ q.</summary>
    private static double Term(double p, double logP, double q, double logQ)
    {
        if (p == 0)
        {
            return q;
        }

        double excess = (q - p) / p;
        return Math.Abs(excess) < 0.5
            ? Math.Max(0, p * (excess - Math.Log(1 + excess)))
            : (p * (logP - logQ)) - p + q;
    }
}
