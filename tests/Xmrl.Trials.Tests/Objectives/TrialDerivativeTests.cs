#if REAL_IS_DOUBLE
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;

namespace Xmrl.Trials.Tests.Objectives;

/// <summary>Gradient and products against central differences, in double.</summary>
public sealed class TrialDerivativeTests
{
    private const double Step = 2e-6;

    public static TheoryData<bool, int> Cases => new() { { false, 0 }, { true, 0 }, { false, 5 }, { true, 5 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_AllParameters_EqualsCentralDifferences(bool isCategorical, int hidden)
    {
        TrialHarness harness = New(isCategorical, hidden);
        TrialBlock block = harness.Block(7, 3, 5);
        TrialEvaluator evaluator = harness.Evaluator(window: 3, entropy: 0.2);
        evaluator.Remember(harness.Parameters, block);
        Move(harness);
        double[] gradient = harness.Gradient(evaluator, block);
        for (int i = 0; i < gradient.Length; i++)
        {
            double kept = harness.Parameters[i];
            harness.Parameters[i] = kept + Step;
            double above = evaluator.ValueAndDivergence(harness.Parameters, block).Value;
            harness.Parameters[i] = kept - Step;
            double below = evaluator.ValueAndDivergence(harness.Parameters, block).Value;
            harness.Parameters[i] = kept;
            gradient[i].ShouldBe((above - below) / (2 * Step), 1e-7 * (1 + Math.Abs(gradient[i])), $"parameter {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HessianProduct_RandomVector_EqualsDifferencesOfTheGradient(bool isCategorical, int hidden)
    {
        TrialHarness harness = New(isCategorical, hidden);
        TrialBlock block = harness.Block(7, 3, 5);
        TrialEvaluator evaluator = harness.Evaluator(window: 3, entropy: 0.2);
        evaluator.Remember(harness.Parameters, block);
        Move(harness);
        double[] vector = harness.Vector(0);
        var product = new double[vector.Length];
        evaluator.HessianProduct(harness.Parameters, block, vector, product);
        double[] kept = [.. harness.Parameters];
        double[] above = At(1);
        double[] below = At(-1);
        for (int i = 0; i < product.Length; i++)
        {
            product[i].ShouldBe((above[i] - below[i]) / (2 * Step), 1e-6 * (1 + Math.Abs(product[i])), $"parameter {i}");
        }

        double[] At(int sign)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                harness.Parameters[i] = kept[i] + (sign * Step * vector[i]);
            }

            double[] gradient = harness.Gradient(evaluator, block);
            kept.CopyTo(harness.Parameters, 0);
            return gradient;
        }
    }

    [Fact]
    public void HessianProduct_TwoVectors_IsSymmetric()
    {
        TrialHarness harness = New(false, 5);
        TrialBlock block = harness.Block(7, 3, 5);
        TrialEvaluator evaluator = harness.Evaluator(window: 4);
        evaluator.Remember(harness.Parameters, block);
        (double[] u, double[] v) = (harness.Vector(0), harness.Vector(1));
        var (hu, hv) = (new double[u.Length], new double[u.Length]);
        evaluator.HessianProduct(harness.Parameters, block, u, hu);
        evaluator.HessianProduct(harness.Parameters, block, v, hv);
        Dot(u, hv).ShouldBe(Dot(v, hu), 1e-9 * (1 + Math.Abs(Dot(v, hu))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FisherProduct_RandomVector_IsTheHessianOfTheDivergence(bool isCategorical, int hidden)
    {
        // KL(π_old ‖ π_θ) is zero with zero gradient at θ = old, and its Hessian there is the Fisher matrix.
        TrialHarness harness = New(isCategorical, hidden);
        TrialBlock block = harness.Block(7, 3, 5);
        TrialEvaluator evaluator = harness.Evaluator(window: 3);
        evaluator.Remember(harness.Parameters, block);
        double[] vector = harness.Vector(0);
        var product = new double[vector.Length];
        evaluator.FisherProduct(harness.Parameters, block, vector, product);
        double[] kept = [.. harness.Parameters];
        const double Far = 1e-3;
        for (int i = 0; i < kept.Length; i++)
        {
            harness.Parameters[i] = kept[i] + (Far * vector[i]);
        }

        double above = evaluator.ValueAndDivergence(harness.Parameters, block).Divergence;
        for (int i = 0; i < kept.Length; i++)
        {
            harness.Parameters[i] = kept[i] - (Far * vector[i]);
        }

        double below = evaluator.ValueAndDivergence(harness.Parameters, block).Divergence;
        double curvature = (above + below) / (Far * Far);
        Dot(vector, product).ShouldBe(curvature, 1e-4 * curvature);
        Dot(vector, product).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Gradient_Clipped_EqualsCentralDifferencesAwayFromTheKinks()
    {
        TrialHarness harness = New(false, 0);
        TrialBlock block = harness.Block(5, 5);
        TrialEvaluator evaluator = harness.Evaluator(surrogate: new Clipped(0.2));
        evaluator.Remember(harness.Parameters, block);
        double[] vector = harness.Vector(0);
        double[] gradient = harness.Gradient(evaluator, block);
        double[] kept = [.. harness.Parameters];
        double above = At(1e-6);
        double below = At(-1e-6);
        Dot(vector, gradient).ShouldBe((above - below) / 2e-6, 1e-6 * (1 + Math.Abs(Dot(vector, gradient))));

        double At(double length)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                harness.Parameters[i] = kept[i] + (length * vector[i]);
            }

            return evaluator.ValueAndDivergence(harness.Parameters, block).Value;
        }
    }

    private static TrialHarness New(bool isCategorical, int hidden) => new(isCategorical, hidden == 0 ? [] : [hidden]);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    /// <summary>Away from the parameters that sampled, so that ratios differ from 1.</summary>
    private static void Move(TrialHarness harness)
    {
        double[] vector = harness.Vector(9);
        for (int i = 0; i < vector.Length; i++)
        {
            harness.Parameters[i] += 0.02 * vector[i];
        }
    }
}
#endif
