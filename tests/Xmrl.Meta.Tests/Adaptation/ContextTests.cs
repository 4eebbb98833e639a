using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>CAVIA on a linear policy a ~ N(wx + b + uc, 1) with the score surrogate, against its closed form: only the context c adapts,
/// from 0.</summary>
public sealed class ContextTests
{
    private const double StepSize = 0.3;
    private const double W = 0.4;
    private const double B = -0.7;
    private const double U = 1.3;

#if REAL_IS_DOUBLE
    /// <summary>Some hundred roundings of values of order one.</summary>
    private const double Tolerance = 1e-12;
#else
    /// <summary>Some hundred roundings of values of order one; the samples themselves are rounded.</summary>
    private const double Tolerance = 2e-5;
#endif

    private static readonly GaussianMlpPolicy Policy = new(
        new GaussianMlpShape
        {
            ObservationSize = 1,
            ActionSize = 1,
            HiddenSizes = [],
            ContextSize = 1,
            LearnLogStd = false,
            InitialLogStd = 0,
        });

    [Fact]
    public void Gradient_OnlyTheContextAdapts_EqualsClosedForm()
    {
        // c′ = αuR with R = Σ w̃(a − wx − b); e = a − wx − b − αu²R outside;  ∂J/∂w = Σ ve(x − αu²Σw̃x),  ∂J/∂b = Σ ve(1 − αu²Σw̃),  ∂J/∂u
        // = Σ ve·2αuR.
        SampleBatch inner = RandomBatch.Create(Policy, 1, 5, 4);
        SampleBatch outer = RandomBatch.Create(Policy, 2, 3, 6);
        AdaptedObjective objective = Objective(inner, outer);
        Real[] theta = [0, (Real)U, (Real)W, (Real)B];
        double r = Sum(inner, (a, x, _) => a - (W * x) - B);
        IReadOnlyList<Real[]> path = objective.Adapt(theta);
        ((double)path[^1][0]).ShouldBe(StepSize * U * r, Tolerance * Math.Abs(StepSize * U * r));
        path[^1][1..].ShouldBe(theta[1..]);

        double pull = StepSize * U * U;
        double weight = Sum(inner, (_, _, _) => 1);
        double moment = Sum(inner, (_, x, _) => x);
        double[] expected =
        [
            0,
            Sum(outer, (a, x, _) => Error(a, x) * 2 * StepSize * U * r),
            Sum(outer, (a, x, _) => Error(a, x) * (x - (pull * moment))),
            Sum(outer, (a, x, _) => Error(a, x) * (1 - (pull * weight))),
        ];
        var gradient = new double[4];
        objective.Gradient(theta, gradient);
        Differences.Error(gradient, expected).ShouldBeLessThan(Tolerance);
        gradient[0].ShouldBe(0);

        double Error(double a, double x) => a - (W * x) - B - (pull * r);
    }

    [Fact]
    public void Products_Context_IsNoMetaParameter()
    {
        AdaptedObjective objective = Objective(RandomBatch.Create(Policy, 1, 5, 4), RandomBatch.Create(Policy, 2, 3, 6));
        Real[] theta = [0, (Real)U, (Real)W, (Real)B];
        var product = new double[4];
        Action<double[]>[] products =
        [
            v => objective.HessianProduct(theta, v, product),
            v => objective.FisherProduct(theta, v, product),
        ];
        foreach (Action<double[]> apply in products)
        {
            apply([1, 0, 0, 0]);
            product.ShouldBe(new double[4]);
            apply([1, 1, 1, 1]);
            product[0].ShouldBe(0);
            product[2].ShouldNotBe(0);
        }
    }

    private static double Sum(SampleBatch batch, Func<double, double, int, double> term)
        => Enumerable.Range(0, batch.Samples).Sum(t => batch.Advantages[t] * term(batch.Actions[0, t], batch.Observations[0, t], t));

    private static AdaptedObjective Objective(SampleBatch inner, SampleBatch outer)
    {
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, new Score()));
        var data = new AdaptationData { Path = [new Real[4]], Inner = [inner], Outer = outer };
        return new AdaptedObjective(
            evaluator, evaluator, new InnerStep([StepSize, 0, 0, 0], 1), GradientOrder.SecondOrder,
            data)
        { Frozen = Policy.Tensor("context") };
    }
}
