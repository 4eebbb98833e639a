using Xmrl.Contracts;
using Xmrl.Explain.Augmentation;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>Derivatives in λ of gradients and curvatures, on fixed pairs and actions.</summary>
public sealed class MixingEvaluatorTests
{
    private static readonly GaussianMlpPolicy Policy = new(
        new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });

    [Fact]
    public void GradientSlope_NoFeasibleSample_IsZero()
    {
        var evaluator = new MixingEvaluator(new MixingProgram(Policy, new LowVarianceCurvature()));
        double[] v = RandomBatch.Direction(Policy.ParameterCount, 3);
        var none = new AugmentedSamples { UnionScale = 1, Infeasible = 4 };
        evaluator.GradientSlope(RandomBatch.Parameters(Policy, 1), none, v).ShouldBe(0);
        evaluator.CurvatureSlope(RandomBatch.Parameters(Policy, 1), none, v, v).ShouldBe(0);
    }

#if REAL_IS_DOUBLE
    /// <summary>Central differences of fourth order with a step of 1e-4.</summary>
    private const double DifferenceTolerance = 1e-8;

    private const double Lambda = 0.3;

    /// <summary>Surrogate, number of pairs (one block; several), whether advantages move with λ.</summary>
    public static TheoryData<string, int, bool> Cases { get; } = Combine();

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientSlope_FixedPairsAndActions_EqualsDifferencesOfTheGradient(string surrogate, int count, bool interpolates)
    {
        var set = new MixedSet(Policy, 5, count, interpolates);
        Real[] theta = RandomBatch.Parameters(Policy, 2);
        double[] v = RandomBatch.Direction(Policy.ParameterCount, 7);
        SurrogateEvaluator own = new(new SurrogateProgram(Policy, MixedSet.Surrogate(surrogate)));
        double difference = Slope(lambda =>
        {
            SampleBatch batch = set.Weighted(lambda);
            own.Remember(theta, batch);
            var gradient = new double[v.Length];
            own.ValueAndGradient(theta, batch, gradient);
            return Dot(v, gradient);
        });
        var evaluator = new MixingEvaluator(new MixingProgram(Policy, MixedSet.Surrogate(surrogate)));
        evaluator.GradientSlope(theta, set.At(Lambda), v).ShouldBe(difference, DifferenceTolerance * Math.Abs(difference));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CurvatureSlope_FixedPairsAndActions_EqualsDifferencesOfTheHessianProduct(string surrogate, int count, bool interpolates)
    {
        var set = new MixedSet(Policy, 5, count, interpolates);
        Real[] theta = RandomBatch.Parameters(Policy, 2);
        double[] v = RandomBatch.Direction(Policy.ParameterCount, 7);
        double[] w = RandomBatch.Direction(Policy.ParameterCount, 8);
        SurrogateEvaluator own = new(new SurrogateProgram(Policy, MixedSet.Surrogate(surrogate)));
        double difference = Slope(lambda =>
        {
            SampleBatch batch = set.Weighted(lambda);
            own.Remember(theta, batch);
            var product = new double[v.Length];
            own.HessianProduct(theta, batch, v, product);
            return Dot(w, product);
        });
        var evaluator = new MixingEvaluator(new MixingProgram(Policy, MixedSet.Surrogate(surrogate)));
        evaluator.CurvatureSlope(theta, set.At(Lambda), v, w).ShouldBe(difference, DifferenceTolerance * Math.Abs(difference));
    }

    private static double Slope(Func<double, double> function) => Differences.Along(x => [function(x[0])], [Lambda], [1])[0];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static TheoryData<string, int, bool> Combine()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (string surrogate in (string[])[nameof(Score), nameof(LowVarianceCurvature), nameof(Dice), nameof(ImportanceRatio)])
        {
            foreach (int count in (int[])[7, SurrogateEvaluator.BlockSamples + 9])
            {
                data.Add(surrogate, count, true);
                data.Add(surrogate, count, false);
            }
        }

        return data;
    }
#endif
}
