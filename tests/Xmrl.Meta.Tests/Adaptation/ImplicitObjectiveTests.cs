using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>Implicit MAML on a quadratic against its closed form: θ′ = (Q + λI)⁻¹(Qc + λθ), ∂θ′/∂θ = M = λ(Q + λI)⁻¹.</summary>
public sealed class ImplicitObjectiveTests
{
#if REAL_IS_DOUBLE
    /// <summary>The tolerances of the solves below.</summary>
    private const double Tolerance = 1e-9;
#else
    /// <summary>Some hundred roundings of values of order one; the samples themselves are rounded.</summary>
    private const double Tolerance = 1e-4;
#endif

    private static readonly Real[] Theta = [(Real)0.4, (Real)(-0.7), (Real)0.2];

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.0)]
    [InlineData(10.0)]
    public void Products_Quadratic_EqualClosedForm(double strength)
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score()));
        var options = new ProximalOptions { Strength = strength, Tolerance = 1e-12, SolverTolerance = 1e-13 };
        (Real[] adapted, double residual) = new ProximalStep(evaluator, options).Step(Theta, inner.Batch);
        residual.ShouldBeLessThan(Tolerance);
        double[] solution = inner.Solve(strength, inner.Curve(inner.Centre).Zip(Theta, (x, y) => x + (strength * y)));
        Differences.Error([.. adapted.Select(x => (double)x)], solution).ShouldBeLessThan(Tolerance);

        // The path of other parameters: the objective has to solve anew.
        var data = new AdaptationData { Path = [new Real[3], new Real[3]], Inner = [inner.Batch], Outer = outer.Batch };
        var objective = new ImplicitObjective(evaluator, evaluator, options, data);
        var gradient = new double[3];
        objective.Gradient(Theta, gradient).ShouldBe(objective.Value(Theta));
        Differences.Error(gradient, M(outer.Curve([.. solution.Zip(outer.Centre, (x, c) => c - x)]))).ShouldBeLessThan(Tolerance);

        double[] v = [0.3, -1, 0.6];
        var product = new double[3];
        objective.HessianProduct(Theta, v, product);
        Differences.Error(product, M(outer.Curve(M(v)).Select(x => -x))).ShouldBeLessThan(Tolerance);
        objective.FisherProduct(Theta, v, product);
        Differences.Error(product, M(outer.Covariance(M(v)))).ShouldBeLessThan(Tolerance);

        double[] M(IEnumerable<double> x) => [.. inner.Solve(strength, x).Select(y => strength * y)];
    }

#if REAL_IS_DOUBLE
    /// <summary>Central differences of solutions that are exact to 1e-11.</summary>
    private const double DifferenceTolerance = 1e-6;

    [Fact]
    public void Derivatives_Network_EqualDifferencesOfTheSolvedObjective()
    {
        var policy = new Rl.Policies.GaussianMlpPolicy(
            new Rl.Policies.GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4], InitialLogStd = 0 });
        Real[] theta = RandomBatch.Parameters(policy, 2);
        var inner = new SurrogateEvaluator(new SurrogateProgram(policy, new LowVarianceCurvature(), holdBase: true));
        var outer = new SurrogateEvaluator(new SurrogateProgram(policy, new ImportanceRatio()));
        SampleBatch first = RandomBatch.Create(policy, 20, 6, 3, 5);
        SampleBatch last = RandomBatch.Create(policy, 30, 4, 7);
        inner.Remember(theta, first);
        var options = new ProximalOptions
        {
            Strength = 10,
            MaximumSteps = 50,
            Tolerance = 1e-13,
            SolverSteps = 100,
            SolverTolerance = 1e-14,
        };
        Real[] adapted = new ProximalStep(inner, options).Step(theta, first).Adapted;
        adapted.ShouldNotBe(theta);
        outer.Remember(adapted, last);
        var objective = new ImplicitObjective(
            inner, outer, options, new AdaptationData { Path = [theta, adapted], Inner = [first], Outer = last });
        Differences.Error(Gradient(theta), Differences.Gradient(x => objective.Value(x), theta)).ShouldBeLessThan(DifferenceTolerance);
        double[] v = RandomBatch.Direction(theta.Length, 11);
        var product = new double[v.Length];
        objective.HessianProduct(theta, v, product);
        Differences.Error(product, Differences.Along(Gradient, theta, v)).ShouldBeLessThan(DifferenceTolerance);

        double[] Gradient(Real[] x)
        {
            var gradient = new double[x.Length];
            objective.Gradient(x, gradient);
            return gradient;
        }
    }
#endif
}
