using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The proximal step on fresh samples: they remember the policy at θ_k first, to which the ratios of the inner problem
/// are.</summary>
/// <param name="evaluator">Evaluates the inner surrogate.</param>
/// <param name="step">Solves the inner problem.</param>
public sealed class ProximalRule(SurrogateEvaluator evaluator, ProximalStep step) : IAdaptationRule
{
    private readonly double[] _gradient = new double[evaluator.Dimension];
    private int _steps;

    /// <inheritdoc/>
    public NonFiniteElement? NonFinite { get; private set; }

    /// <inheritdoc/>
    public AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        evaluator.ValueAndGradient(parameters, batch, _gradient);
        NonFinite ??= NonFiniteElement.In(_gradient, _steps++);
        evaluator.Remember(parameters, batch);
        return step.Step(parameters, batch);
    }
}
