#if REAL_IS_DOUBLE
using Xmrl.Attention.Episodes;
using Xmrl.Attention.Networks;
using Xmrl.Numerics.Linear;
using Xmrl.Trials.Objectives;

namespace Xmrl.Attention.Tests;

/// <summary>Gradient and products against central differences, in double.</summary>
public sealed class EpisodeDerivativeTests
{
    private const double Step = 2e-6;
    private static readonly int[][] s_trials = [[3, 2, 3], [1, 4], [8]];

    public static TheoryData<int, int, bool, bool> Cases => new()
    {
        { 1, 2, false, false }, { 3, 3, true, false }, { 3, 3, false, true }, { 2, 1, false, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_AllParameters_EqualsCentralDifferences(int episodes, int transitions, bool isNormalized, bool isCategorical)
    {
        (AttentionHarness harness, TrialBlock block, EpisodeObjective objective) = New(episodes, transitions, isNormalized, isCategorical);
        Move(harness);
        double[] gradient = harness.Gradient(objective, block);
        for (int i = 0; i < gradient.Length; i++)
        {
            double kept = harness.Parameters[i];
            harness.Parameters[i] = kept + Step;
            double above = objective.ValueAndDivergence(harness.Parameters, block).Value;
            harness.Parameters[i] = kept - Step;
            double below = objective.ValueAndDivergence(harness.Parameters, block).Value;
            harness.Parameters[i] = kept;
            gradient[i].ShouldBe((above - below) / (2 * Step), 1e-6 * (1 + Math.Abs(gradient[i])), $"parameter {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HessianProduct_RandomVector_EqualsDifferencesOfTheGradient(
        int episodes, int transitions, bool isNormalized, bool isCategorical)
    {
        (AttentionHarness harness, TrialBlock block, EpisodeObjective objective) = New(episodes, transitions, isNormalized, isCategorical);
        Move(harness);
        double[] vector = harness.Vector(0);
        var product = new double[vector.Length];
        objective.HessianProduct(harness.Parameters, block, vector, product);
        double[] kept = [.. harness.Parameters];
        double[] above = At(1);
        double[] below = At(-1);
        for (int i = 0; i < product.Length; i++)
        {
            product[i].ShouldBe((above[i] - below[i]) / (2 * Step), 1e-5 * (1 + Math.Abs(product[i])), $"parameter {i}");
        }

        double[] At(int sign)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                harness.Parameters[i] = kept[i] + (sign * Step * vector[i]);
            }

            double[] gradient = harness.Gradient(objective, block);
            kept.CopyTo(harness.Parameters, 0);
            return gradient;
        }
    }

    [Fact]
    public void HessianProduct_TwoVectors_IsSymmetric()
    {
        (AttentionHarness harness, TrialBlock block, EpisodeObjective objective) = New(3, 3, false, false);
        (double[] u, double[] v) = (harness.Vector(0), harness.Vector(1));
        var (hu, hv) = (new double[u.Length], new double[u.Length]);
        objective.HessianProduct(harness.Parameters, block, u, hu);
        objective.HessianProduct(harness.Parameters, block, v, hv);
        double product = VectorOperations.Dot(v, hu);
        VectorOperations.Dot(u, hv).ShouldBe(product, 1e-9 * (1 + Math.Abs(product)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FisherProduct_RandomVector_IsTheHessianOfTheDivergence(
        int episodes, int transitions, bool isNormalized, bool isCategorical)
    {
        // KL(π_old ‖ π_θ) is zero with zero gradient at θ = old, and its Hessian there is the Fisher matrix.
        (AttentionHarness harness, TrialBlock block, EpisodeObjective objective) = New(episodes, transitions, isNormalized, isCategorical);
        double[] vector = harness.Vector(0);
        var product = new double[vector.Length];
        objective.FisherProduct(harness.Parameters, block, vector, product);
        const double Far = 3e-5;
        double[] kept = [.. harness.Parameters];
        double curvature = (At(Far) + At(-Far)) / (Far * Far);
        VectorOperations.Dot(vector, product).ShouldBe(curvature, 1e-3 * curvature);
        curvature.ShouldBeGreaterThan(0);

        double At(double length)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                harness.Parameters[i] = kept[i] + (length * vector[i]);
            }

            return objective.ValueAndDivergence(harness.Parameters, block).Divergence;
        }
    }

    private static (AttentionHarness Harness, TrialBlock Block, EpisodeObjective Objective) New(
        int episodes, int transitions, bool isNormalized, bool isCategorical)
    {
        var harness = new AttentionHarness(
            AttentionHarness.Shape(episodes, transitions, isNormalized ? BlockNorm.PreNorm : BlockNorm.TFixup), isCategorical, 3);
        TrialBlock block = harness.Block(s_trials);
        EpisodeObjective objective = harness.Objective(entropy: 0.2);
        objective.Remember(harness.Parameters, block);
        return (harness, block, objective);
    }

    /// <summary>Away from the policy that sampled.</summary>
    private static void Move(AttentionHarness harness)
    {
        double[] vector = harness.Vector(9);
        for (int i = 0; i < vector.Length; i++)
        {
            harness.Parameters[i] += 0.02 * vector[i];
        }
    }
}
#endif
