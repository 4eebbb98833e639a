using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>A step along the gradient of the inner surrogate: θ_{k+1} = θ_k + α∘(∇J_in(θ_k; D_k) + ρθ_k).</summary>
/// <param name="evaluator">Evaluates the inner surrogate.</param>
/// <param name="step">α at the meta-parameters.</param>
/// <param name="invertedRegularization">ρ ≥ 0: +(ρ/2)‖θ_k‖² joins the inner objective; 0 for none.</param>
public sealed class GradientRule(SurrogateEvaluator evaluator, InnerStep step, double invertedRegularization = 0) : IAdaptationRule
{
    private double[]? _gradient;
    private int _steps;

    /// <inheritdoc/>
    public NonFiniteElement? NonFinite { get; private set; }

    /// <inheritdoc/>
    public AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        _gradient ??= new double[evaluator.Dimension];
        Gradient(parameters, batch, _gradient);
        NonFinite ??= NonFiniteElement.In(_gradient, _steps++);
        return new AdaptationStep(step.Apply(parameters, _gradient), 0);
    }

    /// <summary>g_k = ∇J_in(θ_k; D_k) + ρθ_k.</summary>
    /// <param name="parameters">Parameters θ_k after k steps. Shape [P].</param>
    /// <param name="batch">The rollouts D_k of this step.</param>
    /// <param name="gradient">Receives g_k. Shape [P].</param>
    public void Gradient(ReadOnlySpan<Real> parameters, SampleBatch batch, Span<double> gradient)
    {
        evaluator.ValueAndGradient(parameters, batch, gradient);
        for (int i = 0; i < gradient.Length && invertedRegularization > 0; i++)
        {
            gradient[i] += invertedRegularization * parameters[i];
        }
    }
}
