using Xmrl.Contracts;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class SaturatedTests
{
#if REAL_IS_DOUBLE
    /// <summary>Some dozen roundings.</summary>
    private const double Tolerance = 1e-12;
#else
    /// <summary>Some dozen roundings of ratios.</summary>
    private const double Tolerance = 1e-4;
#endif

    private readonly GaussianMlpPolicy _policy = SurrogateCases.Policy(0, true);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(2.0)]
    public void Value_AwayFromTheSamplingPolicy_EqualsTheFormula(double distance)
    {
        SampleBatch batch = RandomBatch.Create(_policy, 1, 9, 8);
        Real[] old = RandomBatch.Parameters(_policy, 2);
        Real[] theta = [.. old.Zip(RandomBatch.Direction(_policy.ParameterCount, 3), (x, d) => (Real)(x + (distance * d)))];
        var saturated = new SurrogateEvaluator(new SurrogateProgram(_policy, new Saturated(), holdBase: true));
        saturated.Remember(old, batch);
        double[] before = ReferenceSurrogate.LogProbabilities(_policy, old, batch);
        double[] after = ReferenceSurrogate.LogProbabilities(_policy, theta, batch);
        double expected = before.Zip(after, (b, a) => H(Math.Exp(a - b))).Select((h, t) => h * batch.Advantages[t]).Sum();

        saturated.Value(theta, batch).ShouldBe(expected, Tolerance);
    }

    [Fact]
    public void FirstTwoDerivatives_AtTheSamplingPolicy_AreThoseOfPlainRatios()
    {
        // h(1) = h′(1) = 1, h″(1) = 0.
        SampleBatch batch = RandomBatch.Create(_policy, 1, 9, 8);
        Real[] theta = RandomBatch.Parameters(_policy, 2);
        double[] v = RandomBatch.Direction(theta.Length, 4);
        double[][] saturated = Derivatives(new Saturated());
        double[][] plain = Derivatives(new ImportanceRatio());
        for (int order = 0; order < 3; order++)
        {
            Differences.Error(saturated[order], plain[order]).ShouldBeLessThan(Tolerance);
        }

        double[][] Derivatives(ISurrogate surrogate)
        {
            var evaluator = new SurrogateEvaluator(new SurrogateProgram(_policy, surrogate, holdBase: true));
            evaluator.Remember(theta, batch);
            var gradient = new double[theta.Length];
            var product = new double[theta.Length];
            double value = evaluator.ValueAndGradient(theta, batch, gradient);
            evaluator.HessianProduct(theta, batch, v, product);
            return [[value], gradient, product];
        }
    }

    [Theory]
    [InlineData(-1e4)]
    [InlineData(-60.0)]
    [InlineData(60.0)]
    [InlineData(1e4)]
    public void Derivatives_RatioBeyondAllNumbers_AreFinite(double logRatio)
    {
        var fixedPolicy = new GaussianMlpPolicy(
            new GaussianMlpShape { ObservationSize = 1, ActionSize = 1, HiddenSizes = [], LearnLogStd = false, InitialLogStd = 0 });
        SampleBatch batch = RandomBatch.Create(fixedPolicy, 1, 1);
        Real[] theta = [(Real)0.1, (Real)0.2];
        var saturated = new SurrogateEvaluator(new SurrogateProgram(fixedPolicy, new Saturated(), holdBase: true));
        saturated.Remember(theta, batch);
        batch.Sampled!.LogProbabilities[0] -= (Real)logRatio;
        double[] v = [0.6, 0.8];
        var gradient = new double[2];
        var product = new double[2];
        var third = new double[2];

        double value = saturated.ValueAndGradient(theta, batch, gradient);
        saturated.HessianProduct(theta, batch, v, product);
        saturated.ThirdProduct(theta, batch, v, v, third);

        value.ShouldBe(H(logRatio > 0 ? double.PositiveInfinity : 0) * batch.Advantages[0], Tolerance);
        foreach (double number in (double[])[.. gradient, .. product, .. third])
        {
            number.ShouldBe(0, 1e-9);
        }
    }

    private static double H(double ratio) => 2 / (1 + Math.Exp(-2 * (ratio - 1)));
}
