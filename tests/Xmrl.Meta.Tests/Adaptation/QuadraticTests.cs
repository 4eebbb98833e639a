using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>MAML on J(θ) = −½(θ − c)ᵀQ(θ − c) against its closed form.</summary>
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
        double[] adapted =
            [.. inner.Contract(StepSize, Theta.Zip(inner.Centre, (x, c) => x - c), steps).Zip(inner.Centre, (x, c) => x + c)];
        Real[] theta = [.. Theta.Select(x => (Real)x)];
        Differences.Error([.. objective.Adapt(theta)[^1].Select(x => (double)x)], adapted).ShouldBeLessThan(Tolerance);

        double[] gradient = new double[3];
        objective.Gradient(theta, gradient);
        double[] distance = [.. adapted.Zip(outer.Centre, (x, c) => x - c)];
        Differences.Error(gradient, inner.Contract(StepSize, outer.Curve(distance).Select(x => -x), steps)).ShouldBeLessThan(Tolerance);

        double[] v = [0.3, -1, 0.6];
        double[] product = new double[3];
        objective.HessianProduct(theta, v, product);
        Differences.Error(product, inner.Contract(StepSize, outer.Curve(inner.Contract(StepSize, v, steps)).Select(x => -x), steps))
            .ShouldBeLessThan(Tolerance);

        objective.FisherProduct(theta, v, product);
        Differences.Error(product, inner.Contract(StepSize, outer.Covariance(inner.Contract(StepSize, v, steps)), steps))
            .ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Gradient_FirstOrder_IsTheOuterGradientAtTheAdaptedParameters()
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Quadratic outer = new(2, [-0.5, 0.3, 2]);
        AdaptedObjective objective = Objective(inner, outer, 2, GradientOrder.FirstOrder);
        double[] gradient = new double[3];
        objective.Gradient([.. Theta.Select(x => (Real)x)], gradient);
        double[] adapted = [.. inner.Contract(StepSize, Theta.Zip(inner.Centre, (x, c) => x - c), 2).Zip(inner.Centre, (x, c) => x + c)];
        Differences.Error(gradient, [.. outer.Curve([.. adapted.Zip(outer.Centre, (x, c) => x - c)]).Select(x => -x)])
            .ShouldBeLessThan(Tolerance);
    }

    private static AdaptedObjective Objective(Quadratic inner, Quadratic outer, int steps, GradientOrder order)
    {
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score()));

        // The path of other parameters: the objective has to adapt anew.
        var data = new AdaptationData { Path = [new Real[3]], Inner = [.. Enumerable.Repeat(inner.Batch, steps)], Outer = outer.Batch };
        return new AdaptedObjective(evaluator, evaluator, new InnerStep(StepSize, steps, 3), order, data);
    }
}
