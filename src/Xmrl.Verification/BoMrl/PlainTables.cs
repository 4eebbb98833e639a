using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>Values and adaptation on tables, written out a second time: by elimination and bisection, sharing nothing with what is
/// checked.</summary>
internal static class PlainTables
{
    private const int Bisections = 200;

    /// <summary>J of a policy.</summary>
    public static double Return(TabularMdp mdp, double[] policy) => mdp.Start.ToArray().Zip(Values(mdp, policy), (p, v) => p * v).Sum();

    /// <summary>J after one adaptation of a softmax table.</summary>
    public static double Adapted(TabularMdp mdp, double[] logits, ProximalDivergence divergence, double strength)
    {
        double[] policy = Softmax(logits, mdp.Actions);
        double[] advantages = Advantages(mdp, policy);
        double[] adapted =
        [
            .. Enumerable.Range(0, mdp.States).SelectMany(s =>
            {
                double[] prior = policy[(s * mdp.Actions)..((s + 1) * mdp.Actions)];
                double[] values = advantages[(s * mdp.Actions)..((s + 1) * mdp.Actions)];
                return divergence == ProximalDivergence.Forward ? Forward(prior, values, strength) : Reverse(prior, values, strength);
            }),
        ];
        return Return(mdp, adapted);
    }

    /// <summary>π_φ·e^(Q/λ), normalised.</summary>
    public static double[] Reverse(double[] prior, double[] values, double strength)
    {
        double best = values.Max();
        double[] weights = [.. prior.Zip(values, (p, q) => p * Math.Exp((q - best) / strength))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>λπ_φ/(μ − Q) with μ by bisection between max Q and max Q + λ.</summary>
    public static double[] Forward(double[] prior, double[] values, double strength)
    {
        double best = values.Max();
        double low = 0;
        double high = strength;
        for (int k = 0; k < Bisections; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Policy(middle).Sum() > 1 ? (middle, high) : (low, middle);
        }

        return [.. Policy(high)];

        IEnumerable<double> Policy(double above) => prior.Zip(values, (p, q) => strength * p / (above + (best - q)));
    }

    /// <summary>π of a softmax table.</summary>
    public static double[] Softmax(double[] logits, int actions)
    {
        double[] weights = [.. logits.Select((x, i) => Math.Exp(x - OfState(logits, i).Max()))];
        return [.. weights.Select((w, i) => w / OfState(weights, i).Sum())];

        double[] OfState(double[] numbers, int i) => numbers[(i / actions * actions)..((i / actions * actions) + actions)];
    }

    /// <summary>A = Q − V.</summary>
    public static double[] Advantages(TabularMdp mdp, double[] policy)
    {
        double[] values = Values(mdp, policy);
        return [.. Enumerable.Range(0, policy.Length).Select(pair => Backup(mdp, values, pair) - values[pair / mdp.Actions])];
    }

    private static double[] Values(TabularMdp mdp, double[] policy)
    {
        double[][] system =
        [
            .. Enumerable.Range(0, mdp.States).Select(s => Enumerable.Range(0, mdp.States)
                .Select(next => (s == next ? 1 : 0) - (mdp.Discount * Enumerable.Range(0, mdp.Actions)
                    .Sum(a => policy[(s * mdp.Actions) + a] * mdp.Next(s, a)[next]))).ToArray()),
        ];
        double[] rewards =
        [
            .. Enumerable.Range(0, mdp.States)
            .Select(s => Enumerable.Range(s * mdp.Actions, mdp.Actions).Sum(pair => policy[pair] * mdp.Rewards[pair])),
        ];
        return DenseSolve.Solve(system, rewards);
    }

    private static double Backup(TabularMdp mdp, double[] values, int pair)
        => mdp.Rewards[pair]
            + (mdp.Discount * mdp.Next(pair / mdp.Actions, pair % mdp.Actions).ToArray().Zip(values, (p, v) => p * v).Sum());
}
