using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>The within-task algorithm on exact tables: closed form for the reverse divergence of a table, one scalar root per state for the
/// forward one, damped Newton steps for a distance of parameters, for shared parameters and for linear objectives.</summary>
/// <remarks>In a table under a divergence of policies the states separate and their visits play no part (eq. (1)); everything else is eq.
/// (2), where they do.</remarks>
/// <param name="features">How logits depend on parameters.</param>
/// <param name="options">Divergence and strength.</param>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 4.</seealso>
internal sealed class TabularAdaptation(LogitFeatures features, TabularOptions options)
{
    /// <summary>Sums of probabilities further from 1 are not a solution.</summary>
    private const double SumTolerance = 1e-9;

    /// <summary>Whether the solution is known state by state.</summary>
    public bool IsClosed => features.IsTable && !options.IsLinear && options.Divergence != ProximalDivergence.Parameters;

    /// <summary>Solves the inner problem.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="moments">π_φ, and what it is worth.</param>
    /// <returns>The adapted policy; φ and π_φ themselves where the solve did not end as it should.</returns>
    public TabularAdapted Adapt(ReadOnlySpan<double> parameters, PolicyMoments moments)
    {
        TabularAdapted adapted = (IsClosed, options.Divergence) switch
        {
            (true, ProximalDivergence.Reverse) => Reverse(parameters, moments),
            (true, _) => Forward(parameters, moments),
            _ => Newton(parameters, moments),
        };
        foreach (double p in adapted.Policy)
        {
            if (!double.IsFinite(p))
            {
                string detail = $"A probability of the adapted policy is {p}.";
                return Unchanged(parameters, moments, adapted with { Status = TabularStatus.NonFinite, Detail = detail });
            }
        }

        return adapted.Status == TabularStatus.Solved ? adapted : Unchanged(parameters, moments, adapted);
    }

    private static TabularAdapted Unchanged(ReadOnlySpan<double> parameters, PolicyMoments moments, TabularAdapted adapted)
        => adapted with { Parameters = parameters.ToArray(), Policy = moments.Policy, Ratios = [] };

    /// <summary>π′ ∝ π_φ·e^(A/λ): θ′ = φ + A/λ.</summary>
    private TabularAdapted Reverse(ReadOnlySpan<double> parameters, PolicyMoments moments)
    {
        double[] logits = parameters.ToArray();
        for (int pair = 0; pair < logits.Length; pair++)
        {
            logits[pair] += moments.Advantages[pair] / options.Strength;
        }

        return new TabularAdapted
        {
            Status = TabularStatus.Solved,
            Parameters = logits,
            Policy = SoftmaxTable.Probabilities(logits, features.Actions),
        };
    }

    private TabularAdapted Forward(ReadOnlySpan<double> parameters, PolicyMoments moments)
    {
        int actions = features.Actions;
        double[] policy = new double[parameters.Length];
        double[] ratios = new double[parameters.Length];
        double residual = 0;
        for (int first = 0; first < policy.Length; first += actions)
        {
            double error = ForwardSolution.Solve(
                moments.Policy.AsSpan(first, actions), moments.Advantages.AsSpan(first, actions), options.Strength,
                policy.AsSpan(first, actions), ratios.AsSpan(first, actions));
            residual = Math.Max(residual, error);
        }

        double[] logits = SoftmaxTable.LogProbabilities(parameters, actions);
        for (int pair = 0; pair < logits.Length; pair++)
        {
            bool isOutside = double.IsInfinity(ratios[pair]);
            logits[pair] = (isOutside, policy[pair] > 0) switch
            {
                (true, true) => Math.Log(policy[pair]),
                (false, _) when ratios[pair] > 0 => logits[pair] + Math.Log(ratios[pair]),
                _ => logits[pair],
            };
        }

        return new TabularAdapted
        {
            Status = residual <= SumTolerance ? TabularStatus.Solved : TabularStatus.NotConverged,
            Parameters = logits,
            Policy = policy,
            Ratios = ratios,
            Residual = residual,
            Detail = residual <= SumTolerance ? string.Empty : $"The adapted probabilities of a state miss a sum of 1 by {residual:g3}.",
        };
    }

    private TabularAdapted Newton(ReadOnlySpan<double> parameters, PolicyMoments moments)
    {
        var newton = new ProximalNewton(options);
        double[] adapted = parameters.ToArray();
        int most = 0;
        double residual = 0;
        foreach (LogitBlock block in features.Blocks)
        {
            var objective = new BlockObjective(features, block, options, moments, parameters);
            (int steps, double own) = newton.Solve(objective, adapted.AsSpan(block.First, block.Count));
            most = Math.Max(most, steps);
            residual = Math.Max(residual, own);
        }

        bool hasConverged = residual <= options.Tolerance;
        return new TabularAdapted
        {
            Status = hasConverged ? TabularStatus.Solved : TabularStatus.NotConverged,
            Parameters = adapted,
            Policy = SoftmaxTable.Probabilities(features.Logits(adapted), features.Actions),
            Steps = most,
            Residual = residual,
            Detail = hasConverged
                ? string.Empty
                : $"The inner solve ended after {most} steps with {residual:g3} of its first gradient, above {options.Tolerance:g3}.",
        };
    }
}
