using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>One task under the within-task algorithm: adaptation, return and exact hyper-gradient in double. Immutable.</summary>
/// <param name="mdp">The process.</param>
/// <param name="features">How logits depend on parameters.</param>
/// <param name="options">The within-task algorithm.</param>
internal sealed class TabularTask(TabularMdp mdp, LogitFeatures features, TabularOptions options)
{
    private readonly TabularAdaptation _adaptation = new(features, options);
    private readonly TabularSensitivity _sensitivity = new(features, options);

    /// <summary>A task whose parameters are the logits.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="options">The within-task algorithm.</param>
    public TabularTask(TabularMdp mdp, TabularOptions options)
        : this(mdp, LogitFeatures.Table(mdp.States, mdp.Actions), options)
    {
    }

    /// <summary>The process.</summary>
    public TabularMdp Mdp => mdp;

    /// <summary>How logits depend on parameters.</summary>
    public LogitFeatures Features => features;

    /// <summary>π_φ, and what it is worth.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    public PolicyMoments At(ReadOnlySpan<double> parameters)
        => PolicyMoments.Of(mdp, SoftmaxTable.Probabilities(features.Logits(parameters), features.Actions));

    /// <summary>Adapts once.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <returns>The adapted policy.</returns>
    public TabularAdapted Adapt(ReadOnlySpan<double> parameters) => _adaptation.Adapt(parameters, At(parameters));

    /// <summary>Adapts by numbers that were measured.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="moments">π_φ, and what it is worth.</param>
    /// <returns>The adapted policy.</returns>
    public TabularAdapted Adapt(ReadOnlySpan<double> parameters, PolicyMoments moments) => _adaptation.Adapt(parameters, moments);

    /// <summary>J of the adapted policy.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    public double Value(ReadOnlySpan<double> parameters) => mdp.Evaluate(Adapt(parameters).Policy).Return;

    /// <summary>J before adaptation and after each of several adaptations, each from and around the one before.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="steps">Number of adaptations K ≥ 0.</param>
    /// <returns>Shape [K + 1]. Where an adaptation fails the policy stays.</returns>
    public double[] Curve(ReadOnlySpan<double> parameters, int steps)
    {
        double[] curve = new double[steps + 1];
        double[] current = parameters.ToArray();
        for (int k = 0; k <= steps; k++)
        {
            PolicyMoments moments = At(current);
            curve[k] = moments.Return;
            current = k < steps ? Adapt(current, moments).Parameters : current;
        }

        return curve;
    }

    /// <summary>Return and exact hyper-gradient.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <returns>With all terms of the options.</returns>
    public TabularOutcome Differentiate(ReadOnlySpan<double> parameters)
        => Differentiate(parameters, At(parameters), adapted => PolicyMoments.Of(mdp, adapted.Policy));

    /// <summary>Return and hyper-gradient by numbers that were measured.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="before">π_φ, and what it is worth.</param>
    /// <param name="measure">What the adapted policy is worth.</param>
    /// <returns>Terms that need P are left out where <paramref name="before"/> holds estimates.</returns>
    public TabularOutcome Differentiate(
        ReadOnlySpan<double> parameters, PolicyMoments before, Func<TabularAdapted, PolicyMoments> measure)
    {
        TabularAdapted adapted = _adaptation.Adapt(parameters, before);
        PolicyMoments after = measure(adapted);
        double[] byLogits = new double[after.Policy.Length];
        for (int pair = 0; pair < byLogits.Length; pair++)
        {
            byLogits[pair] = after.Visits[pair / mdp.Actions] * after.Policy[pair] * after.Advantages[pair] / (1 - mdp.Discount);
        }

        double[] own = new double[features.Parameters];
        features.AddGradient(byLogits, own);
        double[] gradient = new double[features.Parameters];
        TabularStatus status = _sensitivity.Adjoint(parameters, before, adapted, own, gradient);
        return new TabularOutcome(adapted, before, after, status, gradient);
    }

    /// <summary>(∂θ′/∂φ)ᵀ·g.</summary>
    /// <param name="parameters">Meta-parameters φ. Shape [P].</param>
    /// <param name="outcome">What <see cref="Differentiate(ReadOnlySpan{double})"/> gave there.</param>
    /// <param name="cotangent">Cotangent g. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P]; no overlap with g.</param>
    /// <returns>Solved, or why there is no derivative.</returns>
    public TabularStatus Adjoint(
        ReadOnlySpan<double> parameters, TabularOutcome outcome, ReadOnlySpan<double> cotangent, Span<double> product)
        => _sensitivity.Adjoint(parameters, outcome.Before, outcome.Adapted, cotangent, product);
}
