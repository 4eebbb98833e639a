using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>Implicit MAML and BO-MRL on a quadratic against their closed forms: θ′ = (Q + λD)⁻¹(Qc + λDθ), ∂θ′/∂θ = M = λ(Q + λD)⁻¹D with
/// D = I between parameters, and D the second moments of the samples for both KL divergences.</summary>
public sealed class ProximalObjectiveTests
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
    [InlineData(0.5, ProximalDivergence.Parameters)]
    [InlineData(2.0, ProximalDivergence.Parameters)]
    [InlineData(10.0, ProximalDivergence.Parameters)]
    [InlineData(0.5, ProximalDivergence.Forward)]
    [InlineData(10.0, ProximalDivergence.Forward)]
    [InlineData(0.5, ProximalDivergence.Reverse)]
    [InlineData(10.0, ProximalDivergence.Reverse)]
    public void Products_Quadratic_EqualClosedForm(double strength, ProximalDivergence divergence)
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score(), divergence: divergence));
        var own = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score()));
        var options = new ProximalOptions
        {
            Strength = strength,
            Tolerance = 1e-12,
            SolverTolerance = 1e-13,
            Divergence = divergence,
        };
        (Real[] adapted, double residual) = new ProximalStep(evaluator, options).Step(Theta, inner.Batch);
        residual.ShouldBeLessThan(Tolerance);
        double[] start = [.. Theta.Select(x => (double)x)];
        double[] solution = Solve(inner.Curve(inner.Centre).Zip(Distance(start), (x, y) => x + (strength * y)));
        Differences.Error([.. adapted.Select(x => (double)x)], solution).ShouldBeLessThan(Tolerance);

        // The path of other parameters: the objective has to solve anew.
        var data = new AdaptationData { Path = [new Real[3], new Real[3]], Inner = [inner.Batch], Outer = outer.Batch };
        var objective = new ProximalObjective(evaluator, own, options, data);
        var gradient = new double[3];
        objective.Gradient(Theta, gradient).ShouldBe(objective.Value(Theta));
        Differences.Error(gradient, Transposed(outer.Curve([.. solution.Zip(outer.Centre, (x, c) => c - x)])))
            .ShouldBeLessThan(Tolerance);

        double[] v = [0.3, -1, 0.6];
        var product = new double[3];
        objective.HessianProduct(Theta, v, product);
        Differences.Error(product, Transposed(outer.Curve(M(v)).Select(x => -x))).ShouldBeLessThan(Tolerance);
        objective.FisherProduct(Theta, v, product);
        Differences.Error(product, Transposed(outer.Covariance(M(v)))).ShouldBeLessThan(Tolerance);

        double[] Distance(double[] x) => divergence == ProximalDivergence.Parameters ? x : inner.Covariance(x);

        double[] Solve(IEnumerable<double> x)
            => divergence == ProximalDivergence.Parameters ? inner.Solve(strength, x) : inner.SolveWithCovariance(strength, x);

        double[] M(double[] x) => Solve(Distance(x).Select(y => strength * y));

        double[] Transposed(IEnumerable<double> x) => Distance([.. Solve(x).Select(y => strength * y)]);
    }

    [Theory]
    [InlineData(ProximalDivergence.Parameters)]
    [InlineData(ProximalDivergence.Forward)]
    public void Gradient_Damping_ShiftsTheCurvatureByAShareOfItself(ProximalDivergence divergence)
    {
        const double strength = 2;
        const double damping = 0.3;
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score(), divergence: divergence));
        var own = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score()));
        var options = new ProximalOptions
        {
            Strength = strength,
            Tolerance = 1e-12,
            SolverTolerance = 1e-13,
            Divergence = divergence,
            Damping = damping,
        };
        Real[] adapted = new ProximalStep(evaluator, options).Step(Theta, inner.Batch).Adapted;
        double[] g = outer.Curve([.. adapted.Zip(outer.Centre, (x, c) => c - x)]);
        bool between = divergence == ProximalDivergence.Parameters;
        double[] curved = [.. inner.Curve(g).Zip(between ? g : inner.Covariance(g), (x, y) => x + (strength * y))];
        double ridge = damping * g.Zip(curved, (x, y) => x * y).Sum() / g.Sum(x => x * x);
        double[] expected = between
            ? [.. inner.Solve(strength + ridge, g).Select(x => strength * x)]
            : [.. inner.Covariance(inner.SolveWithCovariance(strength, g, ridge)).Select(x => strength * x)];
        var objective = new ProximalObjective(
            evaluator, own, options, new AdaptationData { Path = [Theta, adapted], Inner = [inner.Batch], Outer = outer.Batch });
        var gradient = new double[3];

        objective.Gradient(Theta, gradient);

        Differences.Error(gradient, expected).ShouldBeLessThan(Tolerance);
        objective.Solve.ShouldBe(ConjugateGradientStatus.Converged);
    }

    [Fact]
    public void Gradient_ProblemThatIsNotConcave_RaisesTheDampingUntilTheMatrixIsPositiveDefinite()
    {
        // Negative weights turn the quadratic over: B = λ̄I − Q.
        const double strength = 0.01;
        const double damping = 1e-3;
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        for (int t = 0; t < inner.Batch.Samples; t++)
        {
            inner.Batch.Advantages[t] = -inner.Batch.Advantages[t];
        }

        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score()));
        var options = new ProximalOptions { Strength = strength, SolverTolerance = 1e-13, Damping = damping };
        Real[] adapted = [(Real)0.1, (Real)(-0.3), (Real)0.8];
        double[] g = outer.Curve([.. adapted.Zip(outer.Centre, (x, c) => c - x)]);
        double curvature = g.Zip(inner.Curve(g), (x, y) => x * ((strength * x) - y)).Sum() / g.Sum(x => x * x);
        var data = new AdaptationData { Path = [Theta, adapted], Inner = [inner.Batch], Outer = outer.Batch };
        var objective = new ProximalObjective(evaluator, evaluator, options, data);
        var gradient = new double[3];

        objective.Gradient(Theta, gradient);

        objective.Solve.ShouldBe(ConjugateGradientStatus.NegativeCurvature);
        gradient.Zip(g, (x, y) => x * y).Sum().ShouldBeGreaterThan(0);
        Enumerable.Range(1, 9).Min(k => Differences.Error(gradient, Damped(Math.Pow(10, k) * damping * Math.Abs(curvature))))
            .ShouldBeLessThan(Tolerance);

        double[] Damped(double ridge) => [.. inner.Solve(-strength - ridge, g).Select(x => -strength * x)];
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
        var objective = new ProximalObjective(
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
