using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>The two terms of a proximal hyper-gradient through the samples themselves, estimated from the trajectories of the
/// meta-policy: the advantages are those of π_θ (value term), and π_θ visits the states (visit term).</summary>
/// <remarks>
/// With κ_t the move of a sample's surrogate per unit of advantage along u, and Ġ_t that of its whole summand of G, both terms are
/// Σ_t c_t·∇ln π_θ(a_t|s_t). Value term: c_t = Â_t·Σ_{s&lt;t} w_s·γ^{t−s}·κ_s. Visit term: c_t = Σ_{s&gt;t} Ġ_s. Their variance is that
/// of sums over trajectories.
/// </remarks>
/// <param name="inner">Evaluates the inner problem.</param>
/// <param name="score">Evaluates <see cref="Score"/>.</param>
/// <param name="options">Which terms are wanted.</param>
/// <param name="discount">γ of the inner advantages, in [0, 1].</param>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Proposition 2 and Appendix C; the visit term is left out
/// there.</seealso>
internal sealed class TrajectoryTerms(SurrogateEvaluator inner, SurrogateEvaluator score, ProximalOptions options, double discount)
{
    /// <summary>Adds the terms that are wanted.</summary>
    /// <param name="request">Where.</param>
    /// <param name="gradient">The hyper-gradient without them. Shape [P].</param>
    public void Add(TermsRequest request, Span<double> gradient)
    {
        SampleBatch batch = request.Batch;
        var coefficients = new double[batch.Samples];
        ProximalCentre? centre = inner.Centre;
        if (options.ValueTerm)
        {
            // Samples of one batch weigh the same, so that the weight may stand with the advantage instead of the ratio.
            var ones = new Real[batch.Samples];
            Array.Fill(ones, 1);
            inner.Centre = centre is null ? null : centre with { Strength = 0 };
            var moves = new double[batch.Samples];
            inner.SampleMoves(request.Adapted, batch.With(ones), request.Adjoint, moves);
            inner.Centre = centre;
            AddValueTerm(batch.Starts, moves, batch.Advantages, discount, coefficients);
        }

        if (options.VisitTerm)
        {
            var moves = new double[batch.Samples];
            inner.SampleMoves(request.Adapted, batch, request.Adjoint, moves);
            AddVisitTerm(batch.Starts, moves, coefficients);
        }

        var term = new double[gradient.Length];
        score.ValueAndGradient(request.Parameters, batch.With([.. coefficients.Select(value => (Real)value)]), term);
        VectorOperations.AddScaled(1, term, gradient);
    }

    /// <summary>c_t += Â_t·Σ_{s&lt;t} γ^{t−s}·κ_s within each trajectory.</summary>
    /// <param name="starts">First sample of each trajectory, then n. Shape [N + 1].</param>
    /// <param name="moves">w_s·κ_s, or κ_s where the advantages are weighted. Shape [n].</param>
    /// <param name="advantages">Advantages Â, weighted or not. Shape [n].</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="coefficients">Receives c on top of what it holds. Shape [n].</param>
    public static void AddValueTerm(
        ReadOnlySpan<int> starts, ReadOnlySpan<double> moves, ReadOnlySpan<Real> advantages, double discount, Span<double> coefficients)
    {
        for (int j = 0; j + 1 < starts.Length; j++)
        {
            double past = 0;
            for (int t = starts[j]; t < starts[j + 1]; t++)
            {
                coefficients[t] += advantages[t] * past;
                past = discount * (past + moves[t]);
            }
        }
    }

    /// <summary>c_t += Σ_{s&gt;t} Ġ_s within each trajectory.</summary>
    /// <param name="starts">First sample of each trajectory, then n. Shape [N + 1].</param>
    /// <param name="moves">Moves Ġ of the samples' summands. Shape [n].</param>
    /// <param name="coefficients">Receives c on top of what it holds. Shape [n].</param>
    public static void AddVisitTerm(ReadOnlySpan<int> starts, ReadOnlySpan<double> moves, Span<double> coefficients)
    {
        for (int j = 0; j + 1 < starts.Length; j++)
        {
            double future = 0;
            for (int t = starts[j + 1] - 1; t >= starts[j]; t--)
            {
                coefficients[t] += future;
                future += moves[t];
            }
        }
    }
}
