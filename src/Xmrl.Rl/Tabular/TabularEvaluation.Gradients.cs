namespace Xmrl.Rl.Tabular;

/// <content>Gradients by the logits of the policy, taken as a softmax table: one solve each.</content>
internal sealed partial class TabularEvaluation
{
    /// <summary>∇J by the logits: m(s)·π(a|s)·A(s, a).</summary>
    /// <returns>Shape [S·A].</returns>
    /// <remarks>Sutton et al. (1999), Theorem 1.</remarks>
    public double[] ReturnGradient() => Spread(Visits(_mdp.Start), _advantages);

    /// <summary>Σ w(s, a)·∇Q(s, a) by the logits, weights held.</summary>
    /// <param name="weights">w, of either sign. Shape [S·A].</param>
    /// <returns>m(x)·π(b|x)·A(x, b) with the visits m from the start w̄(s″) = γ Σ w(s, a)·P(s″|s, a). Shape [S·A].</returns>
    public double[] ActionValueGradient(ReadOnlySpan<double> weights)
    {
        double[] start = new double[_mdp.States];
        for (int pair = 0; pair < weights.Length; pair++)
        {
            if (weights[pair] == 0)
            {
                continue;
            }

            double weight = _mdp.Discount * weights[pair];
            ReadOnlySpan<double> next = _mdp.Next(pair / _mdp.Actions, pair % _mdp.Actions);
            for (int s = 0; s < start.Length; s++)
            {
                start[s] += weight * next[s];
            }
        }

        return Spread(Visits(start), _advantages);
    }

    /// <summary>∇ of E[f(s)] over the normalised discounted visits (1 − γ)·m, by the logits, f held.</summary>
    /// <param name="function">Function f. Shape [S].</param>
    /// <returns>(1 − γ)·m(s)·π(a|s)·A^f(s, a), the advantage where a state pays f. Shape [S·A].</returns>
    public double[] VisitGradient(ReadOnlySpan<double> function)
    {
        double[] values = new double[_mdp.States];
        for (int s = 0; s < values.Length; s++)
        {
            values[s] = _mdp.IsLive(s) ? 0 : function[s] / (1 - _mdp.Discount);
        }

        SolveLive(Paid(function, values), values);
        double[] advantages = Paid(function, values);
        for (int pair = 0; pair < advantages.Length; pair++)
        {
            advantages[pair] = _mdp.IsLive(pair / _mdp.Actions) ? advantages[pair] - values[pair / _mdp.Actions] : 0;
        }

        double[] visits = Visits(_mdp.Start);
        for (int s = 0; s < visits.Length; s++)
        {
            visits[s] *= 1 - _mdp.Discount;
        }

        return Spread(visits, advantages);
    }

    /// <summary>f(s) + γ Σ P·V where a state pays f in place of the rewards.</summary>
    private double[] Paid(ReadOnlySpan<double> function, ReadOnlySpan<double> values)
    {
        double[] result = _mdp.Backup(values);
        for (int pair = 0; pair < result.Length; pair++)
        {
            result[pair] += function[pair / _mdp.Actions] - _mdp.Rewards[pair];
        }

        return result;
    }

    private double[] Spread(ReadOnlySpan<double> visits, ReadOnlySpan<double> advantages)
    {
        double[] gradient = new double[_policy.Length];
        for (int pair = 0; pair < gradient.Length; pair++)
        {
            gradient[pair] = visits[pair / _mdp.Actions] * _policy[pair] * advantages[pair];
        }

        return gradient;
    }
}
