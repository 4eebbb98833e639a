using Xmrl.Meta.Outer;

namespace Xmrl.Contracts;

/// <summary>Maximise −½‖θ − c‖² with Fisher matrix diag(f) and divergence ½(θ − θ₀)ᵀdiag(f)(θ − θ₀); each part can be replaced, and the
/// work can be stopped in any call.</summary>
public sealed class QuadraticProblem : IOuterProblem
{
    private readonly Real[] _start;
    private readonly double[] _centre;
    private readonly double[] _fisher;
    private readonly double[] _gradient;

    public QuadraticProblem(Real[] start, double[] centre, double[] fisher)
    {
        _start = [.. start];
        _centre = centre;
        _fisher = fisher;
        _gradient = [.. centre.Select((c, i) => c - start[i])];
    }

    public Func<double, double> ChangeValue { get; init; } = value => value;

    public Func<double, double> ChangeDivergence { get; init; } = divergence => divergence;

    /// <summary>Changes a component of a hyper-gradient at a candidate; the first argument counts the candidates from 1.</summary>
    public Func<int, double, double> ChangeGradient { get; init; } = (_, component) => component;

    public double FisherFactor { get; init; } = 1;

    public double[] GradientOverride { get; init; } = [];

    /// <summary>Number of the call, from 1, in which the work is stopped; 0 for never.</summary>
    public int StopAt { get; init; }

    public int Calls { get; private set; }

    public int Evaluations { get; private set; }

    private int Gradients { get; set; }

    public ReadOnlySpan<double> Gradient
    {
        get
        {
            Count();
            return GradientOverride.Length > 0 ? GradientOverride : _gradient;
        }
    }

    public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        Count();
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = FisherFactor * _fisher[i] * vector[i];
        }
    }

    public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
    {
        Count();
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
        Count();
        Gradients++;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = ChangeGradient(
                Gradients,
                GradientOverride.Length > 0
                    ? GradientOverride[i]
                    : _centre[i] - candidate[i] - (penalty * _fisher[i] * (candidate[i] - _start[i])));
        }
    }

    public double InnerDivergence(ReadOnlySpan<Real> candidate) => Evaluate(candidate).Divergence;

    /// <summary>Twice the Fisher matrix of the adapted policies.</summary>
    public void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product)
    {
        FisherProduct(vector, product);
        for (int i = 0; i < product.Length; i++)
        {
            product[i] *= 2;
        }
    }

    /// <summary>Twice the divergence of the adapted policies.</summary>
    public double MetaDivergence(ReadOnlySpan<Real> candidate) => 2 * Evaluate(candidate).Divergence;

    private void Count()
    {
        Calls++;
        if (Calls == StopAt)
        {
            throw new OperationCanceledException();
        }
    }
}
