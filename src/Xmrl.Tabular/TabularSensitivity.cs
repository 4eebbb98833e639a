using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>(∂θ′/∂φ)ᵀ·g of the within-task algorithm on tables in adjoint form: one linear solve per term, no Jacobian.</summary>
/// <remarks>
/// <para>Closed forms (Proposition 1): with k = g − π′·Σρg/Σπ′ρ, where ρ = π′/π_φ for the forward divergence and 1 for the reverse one,
/// the gradient of Σ k·ln π_φ, and Σ w·∇Q_φ with w = kρ/λ.</para>
/// <para>Otherwise (Proposition 2, mended): with u = B⁻¹g, B = −∇²_θ of the inner objective at θ′, c = uᵀ∇π_θ′ and the slope h_u of the
/// states: −λE[∂_φ(uᵀ∇d²)] + Σ νc·∇Q_φ − ∇E_ν[h_u]. The paper leaves out the last term, by which the visits depend on φ.</para>
/// </remarks>
/// <param name="features">How logits depend on parameters.</param>
/// <param name="options">Divergence, strength, and which terms are kept.</param>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Propositions 1 and 2, Appendix J.</seealso>
internal sealed class TabularSensitivity(LogitFeatures features, TabularOptions options)
{
    private readonly bool _isClosed = new TabularAdaptation(features, options).IsClosed;

    /// <summary>The product.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="moments">π_φ, and what it is worth; terms that need P are left out where it holds estimates.</param>
    /// <param name="adapted">The solved inner problem.</param>
    /// <param name="cotangent">g, by θ′; in closed forms by ln π′, which is the same for a function of the policy. Shape [P].</param>
    /// <param name="gradient">Receives the product. Shape [P]; no overlap with g.</param>
    /// <returns>Solved, or why there is no derivative; the gradient is NaN then.</returns>
    public TabularStatus Adjoint(
        ReadOnlySpan<double> parameters, PolicyMoments moments, TabularAdapted adapted, ReadOnlySpan<double> cotangent,
        Span<double> gradient)
    {
        TabularStatus status = adapted.Status;
        if (status == TabularStatus.Solved && moments.Policy.AsSpan().Contains(0))
        {
            status = TabularStatus.ZeroProbability;
        }

        if (status != TabularStatus.Solved)
        {
            gradient.Fill(double.NaN);
            return status;
        }

        if (options.Terms == HyperGradientTerms.None)
        {
            cotangent.CopyTo(gradient);
            return status;
        }

        gradient.Clear();
        if (_isClosed)
        {
            Closed(moments, adapted, cotangent, gradient);
        }
        else
        {
            Implicit(parameters, moments, adapted, cotangent, gradient);
        }

        foreach (double component in gradient)
        {
            status = double.IsFinite(component) ? status : TabularStatus.NonFinite;
        }

        return status;
    }

    private bool Keeps(HyperGradientTerms term) => options.Terms.HasFlag(term);

    private void Closed(PolicyMoments moments, TabularAdapted adapted, ReadOnlySpan<double> cotangent, Span<double> gradient)
    {
        int actions = features.Actions;
        double[] weights = new double[gradient.Length];
        for (int first = 0; first < gradient.Length; first += actions)
        {
            double numerator = 0;
            double denominator = 0;
            for (int pair = first; pair < first + actions; pair++)
            {
                numerator += Ratio(adapted, pair) * cotangent[pair];
                denominator += Ratio(adapted, pair) * adapted.Policy[pair];
            }

            double sum = 0;
            for (int pair = first; pair < first + actions; pair++)
            {
                weights[pair] = cotangent[pair] - (adapted.Policy[pair] * numerator / denominator);
                sum += weights[pair];
            }

            for (int pair = first; pair < first + actions && Keeps(HyperGradientTerms.Divergence); pair++)
            {
                gradient[pair] += weights[pair] - (moments.Policy[pair] * sum);
            }
        }

        if (Keeps(HyperGradientTerms.Value) && moments.Exact is { } exact)
        {
            for (int pair = 0; pair < weights.Length; pair++)
            {
                weights[pair] *= Ratio(adapted, pair) / options.Strength;
            }

            Add(exact.ActionValueGradient(weights), 1, gradient);
        }
    }

    private double Ratio(TabularAdapted adapted, int pair)
        => options.Divergence == ProximalDivergence.Forward ? adapted.Ratios[pair] : 1;

    private void Implicit(
        ReadOnlySpan<double> parameters, PolicyMoments moments, TabularAdapted adapted, ReadOnlySpan<double> cotangent,
        Span<double> gradient)
    {
        double[] scores = new double[features.States * features.Actions];
        double[] slopes = new double[features.States];
        foreach (LogitBlock block in features.Blocks)
        {
            var objective = new BlockObjective(features, block, options, moments, parameters);
            if (objective.IsEmpty)
            {
                continue;
            }

            ReadOnlySpan<double> own = adapted.Parameters.AsSpan(block.First, block.Count);
            double[] direction = Direction(objective, own, cotangent.Slice(block.First, block.Count));
            objective.Scores(own, direction, scores, slopes);
            if (Keeps(HyperGradientTerms.Divergence))
            {
                objective.AddCross(own, direction, gradient.Slice(block.First, block.Count));
            }
        }

        if (moments.Exact is { } exact && Keeps(HyperGradientTerms.Value))
        {
            for (int pair = 0; pair < scores.Length; pair++)
            {
                scores[pair] *= moments.Visits[pair / features.Actions];
            }

            features.AddGradient(exact.ActionValueGradient(scores), gradient);
        }

        if (moments.Exact is { } system && Keeps(HyperGradientTerms.Visits))
        {
            double[] byLogits = system.VisitGradient(slopes);
            for (int pair = 0; pair < byLogits.Length; pair++)
            {
                byLogits[pair] = -byLogits[pair];
            }

            features.AddGradient(byLogits, gradient);
        }
    }

    /// <summary>B⁻¹g.</summary>
    private static double[] Direction(BlockObjective objective, ReadOnlySpan<double> parameters, ReadOnlySpan<double> cotangent)
    {
        int size = parameters.Length;
        double[] hessian = new double[size * size];
        objective.Derive(parameters, new double[size], hessian);
        for (int k = 0; k < hessian.Length; k++)
        {
            hessian[k] = -hessian[k];
        }

        double[] direction = new double[size];
        new DenseLu(hessian, size).Solve(cotangent, direction);
        return direction;
    }

    private static void Add(double[] values, double scale, Span<double> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] += scale * values[i];
        }
    }
}
