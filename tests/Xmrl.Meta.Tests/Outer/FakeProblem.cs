using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Tests.Outer;

/// <summary>Maximise −½‖θ − c‖² with Fisher matrix diag(f) and divergence ½(θ − θ₀)ᵀdiag(f)(θ − θ₀); each part can be replaced.</summary>
internal sealed class FakeProblem : IOuterProblem
{
    private readonly Real[] _start;
    private readonly double[] _centre;
    private readonly double[] _fisher;
    private readonly double[] _gradient;

    public FakeProblem(Real[] start, double[] centre, double[] fisher)
    {
        _start = [.. start];
        _centre = centre;
        _fisher = fisher;
        _gradient = [.. centre.Select((c, i) => c - start[i])];
    }

    public Func<double, double> ChangeValue { get; init; } = value => value;

    public Func<double, double> ChangeDivergence { get; init; } = divergence => divergence;

    public double FisherFactor { get; init; } = 1;

    public double[] GradientOverride { get; init; } = [];

    public int Evaluations { get; private set; }

    public ReadOnlySpan<double> Gradient => GradientOverride.Length > 0 ? GradientOverride : _gradient;

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = FisherFactor * _fisher[i] * vector[i];
        }
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Evaluations++;
        double value = 0;
        double divergence = 0;
        for (int i = 0; i < candidate.Length; i++)
        {
            value -= 0.5 * (candidate[i] - _centre[i]) * (candidate[i] - _centre[i]);
            divergence += 0.5 * _fisher[i] * (candidate[i] - _start[i]) * (candidate[i] - _start[i]);
        }

        return (ChangeValue(value), ChangeDivergence(divergence));
    }

    public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = GradientOverride.Length > 0
                ? GradientOverride[i]
                : _centre[i] - candidate[i] - (penalty * _fisher[i] * (candidate[i] - _start[i]));
        }
    }

    public double InnerDivergence(ReadOnlySpan<Real> candidate) => Evaluate(candidate).Divergence;
}
