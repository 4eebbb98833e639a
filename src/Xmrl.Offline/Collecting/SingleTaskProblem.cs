using Xmrl.Meta.Outer;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Offline.Collecting;

/// <summary>The objective of a policy that learns one task alone, on one batch of its own samples: no adaptation, so that the policy
/// before it and the adapted one are the same.</summary>
internal sealed class SingleTaskProblem : IOuterProblem
{
    private readonly SurrogateEvaluator _evaluator;
    private readonly SampleBatch _batch;
    private readonly Real[] _parameters;
    private readonly double[] _gradient;

    /// <summary>Differentiates.</summary>
    /// <param name="evaluator">Of ratios to the policy that sampled.</param>
    /// <param name="batch">Samples of the policy at θ.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    public SingleTaskProblem(SurrogateEvaluator evaluator, SampleBatch batch, ReadOnlySpan<Real> parameters)
    {
        (_evaluator, _batch, _parameters) = (evaluator, batch, parameters.ToArray());
        evaluator.Remember(_parameters, batch);
        _gradient = new double[_parameters.Length];
        evaluator.ValueAndGradient(_parameters, batch, _gradient);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
        => _evaluator.FisherProduct(_parameters, _batch, vector, product);

    /// <inheritdoc/>
    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate) => _evaluator.ValueAndDivergence(candidate, _batch);

    /// <inheritdoc/>
    public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
    {
        _evaluator.ValueAndGradient(candidate, _batch, gradient);
        if (penalty == 0)
        {
            return;
        }

        var divergence = new double[gradient.Length];
        _evaluator.DivergenceAndGradient(candidate, _batch, divergence);
        for (int i = 0; i < divergence.Length; i++)
        {
            gradient[i] -= penalty * divergence[i];
        }
    }

    /// <inheritdoc/>
    public double InnerDivergence(ReadOnlySpan<Real> candidate) => Evaluate(candidate).Divergence;

    /// <inheritdoc/>
    public void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product) => FisherProduct(vector, product);

    /// <inheritdoc/>
    public double MetaDivergence(ReadOnlySpan<Real> candidate) => Evaluate(candidate).Divergence;
}
