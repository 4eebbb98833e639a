using Xmrl.Contracts;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class ClippedTests
{
    private const double Range = 0.2;

#if REAL_IS_DOUBLE
    /// <summary>Some dozen roundings.</summary>
    private const double Tolerance = 1e-12;
#else
    /// <summary>Some dozen roundings of ratios.</summary>
    private const double Tolerance = 1e-4;
#endif

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Clipped_RangeOutsideZeroToOne_Throws(double range) => Should.Throw<ArgumentOutOfRangeException>(() => new Clipped(range));

    [Fact]
    public void ValueAndGradient_AwayFromTheSamplingPolicy_EqualTheFormula()
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(0, true);
        SampleBatch batch = RandomBatch.Create(policy, 1, 9, 8);
        Real[] old = RandomBatch.Parameters(policy, 2);
        Real[] theta = [.. old.Zip(RandomBatch.Direction(policy.ParameterCount, 3), (x, d) => (Real)(x + (0.2 * d)))];
        var clipped = new SurrogateEvaluator(new SurrogateProgram(policy, new Clipped(Range)));
        var ratios = new SurrogateEvaluator(new SurrogateProgram(policy, new ImportanceRatio()));
        clipped.Remember(old, batch);
        double[] before = ReferenceSurrogate.LogProbabilities(policy, old, batch);
        double[] after = ReferenceSurrogate.LogProbabilities(policy, theta, batch);
        double expected = 0;
        int stopped = 0;
        SampleBatch free = RandomBatch.Create(policy, 1, 9, 8);
        free.Advantages.ShouldBe(batch.Advantages);
        for (int t = 0; t < batch.Samples; t++)
        {
            double ratio = Math.Exp(after[t] - before[t]);
            double advantage = batch.Advantages[t];
            expected += Math.Min(ratio * advantage, Math.Clamp(ratio, 1 - Range, 1 + Range) * advantage);

            // Beyond the range in the direction that pays, there is nothing more to gain.
            if ((advantage > 0 && ratio > 1 + Range) || (advantage < 0 && ratio < 1 - Range))
            {
                free.Advantages[t] = 0;
                stopped++;
            }
        }

        stopped.ShouldBeInRange(1, batch.Samples - 1);
        clipped.Value(theta, batch).ShouldBe(expected, Tolerance);
        var gradient = new double[theta.Length];
        var reference = new double[theta.Length];
        clipped.ValueAndGradient(theta, batch, gradient);
        ratios.Remember(old, free);
        ratios.ValueAndGradient(theta, free, reference);
        Differences.Error(gradient, reference).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void DivergenceAndGradient_Anywhere_EqualsTheMeanDivergence()
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(3, true);
        SampleBatch batch = RandomBatch.Create(policy, 1, 9, 8);
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(policy, new Score()));
        evaluator.Remember(RandomBatch.Parameters(policy, 2), batch);
        Real[] theta = RandomBatch.Parameters(policy, 3);
        var gradient = new double[theta.Length];
        evaluator.DivergenceAndGradient(theta, batch, gradient).ShouldBe(evaluator.ValueAndDivergence(theta, batch).Divergence, Tolerance);
#if REAL_IS_DOUBLE
        Differences.Error(gradient, Differences.Gradient(x => evaluator.ValueAndDivergence(x, batch).Divergence, theta))
            .ShouldBeLessThan(1e-9);
#endif
    }
}
