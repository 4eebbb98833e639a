using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>What adaptation and hyper-gradient need to know of a policy in one task: exact, or estimated from episodes.</summary>
internal sealed record PolicyMoments
{
    /// <summary>π(a|s). Shape [S·A].</summary>
    public required double[] Policy { get; init; }

    /// <summary>A(s, a). Shape [S·A].</summary>
    public required double[] Advantages { get; init; }

    /// <summary>ν(s), normalised discounted visits from the start. Shape [S].</summary>
    public required double[] Visits { get; init; }

    /// <summary>Return J.</summary>
    public required double Return { get; init; }

    /// <summary>The process and its systems; null where the numbers are estimates, so that terms which need P are left out.</summary>
    public TabularEvaluation? Exact { get; init; }

    /// <summary>The exact numbers.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="policy">π(a|s). Shape [S·A].</param>
    public static PolicyMoments Of(TabularMdp mdp, double[] policy)
    {
        TabularEvaluation evaluation = mdp.Evaluate(policy);
        double[] visits = evaluation.Visits(mdp.Start);
        for (int s = 0; s < visits.Length; s++)
        {
            visits[s] *= 1 - mdp.Discount;
        }

        return new PolicyMoments
        {
            Policy = policy,
            Advantages = evaluation.Advantages.ToArray(),
            Visits = visits,
            Return = evaluation.Return,
            Exact = evaluation,
        };
    }
}
