using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>MAML on J(θ) = −½(θ − c)ᵀQ(θ − c) against its closed form.</summary>
/// <remarks>
/// A linear policy of unit deviation with the score surrogate is that quadratic: ln π = −½(a − θᵀx̃)² with x̃ = (x, 1), so with actions a = cᵀx̃
/// and weights w ≥ 0, J(θ) = const − ½(θ − c)ᵀ(Σ w x̃x̃ᵀ)(θ − c).
/// </remarks>
public sealed class QuadraticTests
{
    private const double StepSize = 0.3;

#if REAL_IS_DOUBLE
    /// <summary>Some hundred roundings of values of order one.</summary>
    private const double Tolerance = 1e-12;
#else
    /// <summary>Some hundred roundings of values of order one; the samples themselves are rounded.</summary>
    private const double Tolerance = 2e-5;
#endif

    private static readonly GaussianMlpPolicy Policy = new(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [], LearnLogStd = false, InitialLogStd = 0 });

    private static readonly double[] Theta = [0.4, -0.7, 0.2];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Products_SecondOrder_EqualClosedForm(int steps)
    {
        // θ_K = c + (I − αQ)ᴷ(θ − c);  ∇ = −Mᵀ Q_out(θ_K − c_out);  ∇² = −Mᵀ Q_out M;  Fisher = Mᵀ Σ x̃x̃ᵀ/n M, with M = (I − αQ)ᴷ.
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        AdaptedObjective objective = Objective(inner, outer, steps, GradientOrder.SecondOrder);
        double[] adapted = [.. inner.Contract(Theta.Zip(inner.Centre, (x, c) => x - c), steps).Zip(inner.Centre, (x, c) => x + c)];
        Real[] theta = [.. Theta.Select(x => (Real)x)];
        Differences.Error([.. objective.Adapt(theta)[^1].Select(x => (double)x)], adapted).ShouldBeLessThan(Tolerance);

        double[] gradient = new double[3];
        objective.Gradient(theta, gradient);
        double[] distance = [.. adapted.Zip(outer.Centre, (x, c) => x - c)];
        Differences.Error(gradient, inner.Contract(outer.Curve(distance).Select(x => -x), steps)).ShouldBeLessThan(Tolerance);

        double[] v = [0.3, -1, 0.6];
        double[] product = new double[3];
        objective.HessianProduct(theta, v, product);
        Differences.Error(product, inner.Contract(outer.Curve(inner.Contract(v, steps)).Select(x => -x), steps)).ShouldBeLessThan(Tolerance);

        objective.FisherProduct(theta, v, product);
        Differences.Error(product, inner.Contract(outer.Covariance(inner.Contract(v, steps)), steps)).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Gradient_FirstOrder_IsTheOuterGradientAtTheAdaptedParameters()
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        AdaptedObjective objective = Objective(inner, outer, 2, GradientOrder.FirstOrder);
        double[] gradient = new double[3];
        objective.Gradient([.. Theta.Select(x => (Real)x)], gradient);
        double[] adapted = [.. inner.Contract(Theta.Zip(inner.Centre, (x, c) => x - c), 2).Zip(inner.Centre, (x, c) => x + c)];
        Differences.Error(gradient, [.. outer.Curve([.. adapted.Zip(outer.Centre, (x, c) => x - c)]).Select(x => -x)]).ShouldBeLessThan(Tolerance);
    }

    private static AdaptedObjective Objective(Quadratic inner, Quadratic outer, int steps, GradientOrder order)
    {
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, new Score()));

        // The path of other parameters: the objective has to adapt anew.
        var data = new AdaptationData { Path = [new Real[3]], Inner = [.. Enumerable.Repeat(inner.Batch, steps)], Outer = outer.Batch };
        return new AdaptedObjective(evaluator, evaluator, new InnerStep(StepSize, steps, 3), order, data);
    }

    private sealed class Quadratic
    {
        private readonly double[,] _q = new double[3, 3];
        private readonly double[,] _covariance = new double[3, 3];

        public Quadratic(ulong seed, double[] centre)
        {
            Centre = centre;
            Batch = RandomBatch.Create(Policy, seed, 5, 4);
            for (int t = 0; t < Batch.Samples; t++)
            {
                double[] x = [Batch.Observations[0, t], Batch.Observations[1, t], 1];
                Batch.Actions[0, t] = (Real)x.Zip(centre, (a, b) => a * b).Sum();
                Batch.Advantages[t] = (Real)Math.Abs(3.0 * Batch.Advantages[t]);
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 3; j++)
                    {
                        _q[i, j] += Batch.Advantages[t] * x[i] * x[j];
                        _covariance[i, j] += x[i] * x[j] / Batch.Samples;
                    }
                }
            }
        }

        public double[] Centre { get; }

        public SampleBatch Batch { get; }

        public double[] Curve(double[] v) => Multiply(_q, v);

        public double[] Covariance(double[] v) => Multiply(_covariance, v);

        /// <summary>(I − αQ)ᴷv; the matrix is symmetric.</summary>
        public double[] Contract(IEnumerable<double> v, int steps)
        {
            double[] result = [.. v];
            for (int k = 0; k < steps; k++)
            {
                result = [.. result.Zip(Curve(result), (x, y) => x - (StepSize * y))];
            }

            return result;
        }

        private static double[] Multiply(double[,] matrix, double[] v)
            => [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Sum(j => matrix[i, j] * v[j]))];
    }
}
