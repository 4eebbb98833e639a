using Xmrl.Autodiff;
using Xmrl.Contracts;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Rl.Tests.Policies;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class SurrogateEvaluatorTests
{
#if REAL_IS_DOUBLE
    /// <summary>Some hundred roundings of values of order one.</summary>
    private const double Tolerance = 1e-12;
#else
    /// <summary>Some hundred roundings of values of order one; errors of the elementary functions included.</summary>
    private const double Tolerance = 2e-5;
#endif

    /// <summary>Three blocks: 1,051 samples make two of 600 and 451 with the next trajectory; 1,240 is longer than a block.</summary>
    private static readonly int[] Lengths = [600, 450, 1, 1240, 40];

    public static TheoryData<string, int, bool> Cases => SurrogateCases.All();

    public static TheoryData<int, bool> Policies => SurrogateCases.Policies();

    [Theory]
    [MemberData(nameof(Policies))]
    public void Remember_SeveralBlocks_StoresThePlainFormula(int context, bool learnLogStd)
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(context, learnLogStd);
        SampleBatch batch = RandomBatch.Create(policy, 1, Lengths);
        Real[] theta = RandomBatch.Parameters(policy, 2);
        Evaluator(policy, new Score()).Remember(theta, batch);
        SampleBatch.Reference sampled = batch.Sampled.ShouldNotBeNull();
        Differences.Error([.. sampled.LogProbabilities.Select(x => (double)x)], ReferenceSurrogate.LogProbabilities(policy, theta, batch))
            .ShouldBeLessThan(Tolerance);
        Differences.Error(
            [.. sampled.Statistics[0].Select(x => (double)x)],
            [.. ReferenceSurrogate.Means(policy, theta, batch).Select(x => (double)x)]).ShouldBeLessThan(Tolerance);
        sampled.Statistics[1].ShouldBe(ReferenceSurrogate.LogStd(policy, theta));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void ValueAndDivergence_SeveralBlocks_EqualClosedForm(int context, bool learnLogStd)
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(context, learnLogStd);
        SampleBatch batch = RandomBatch.Create(policy, 1, Lengths);
        Real[] old = RandomBatch.Parameters(policy, 2);
        Real[] theta = RandomBatch.Parameters(policy, 3);
        SurrogateEvaluator evaluator = Evaluator(policy, new Score());
        evaluator.Remember(old, batch);
        Real[] oldMeans = ReferenceSurrogate.Means(policy, old, batch);
        Real[] means = ReferenceSurrogate.Means(policy, theta, batch);
        double expected = Enumerable.Range(0, batch.Samples).Average(t => DiagonalGaussian.KullbackLeibler(
            ReferenceSurrogate.MeanOf(oldMeans, batch, t), ReferenceSurrogate.LogStd(policy, old),
            ReferenceSurrogate.MeanOf(means, batch, t), ReferenceSurrogate.LogStd(policy, theta)));
        (double value, double divergence) = evaluator.ValueAndDivergence(theta, batch);
        divergence.ShouldBe(expected, Tolerance * expected);
        value.ShouldBe(evaluator.Value(theta, batch), Tolerance);
        evaluator.ValueAndDivergence(old, batch).Divergence.ShouldBe(0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_SeveralBlocks_EqualSumsOverTrajectories(string surrogate, int context, bool learnLogStd)
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(context, learnLogStd);
        SurrogateEvaluator evaluator = Evaluator(policy, SurrogateCases.Surrogate(surrogate));
        Real[] theta = RandomBatch.Parameters(policy, 2);
        SampleBatch[] parts = [.. Lengths.Select((length, i) => RandomBatch.Create(policy, (ulong)i, length))];
        SampleBatch union = parts.Aggregate((sum, part) => sum.Union(part));
        double[] v = RandomBatch.Direction(policy.ParameterCount, 3);
        double[] u = RandomBatch.Direction(policy.ParameterCount, 4);
        foreach (SampleBatch batch in (SampleBatch[])[.. parts, union])
        {
            evaluator.Remember(theta, batch);
        }

        Compare((batch, result) => evaluator.ValueAndGradient(theta, batch, result));
        Compare((batch, result) => evaluator.HessianProduct(theta, batch, v, result));
        Compare((batch, result) => evaluator.ThirdProduct(theta, batch, u, v, result));
        Compare((batch, result) =>
        {
            evaluator.FisherProduct(theta, batch, v, result);
            for (int i = 0; i < result.Length; i++)
            {
                result[i] *= batch.Samples;
            }
        });

        void Compare(Action<SampleBatch, double[]> product)
        {
            var expected = new double[theta.Length];
            var result = new double[theta.Length];
            foreach (SampleBatch part in parts)
            {
                product(part, result);
                expected = [.. expected.Zip(result, (x, y) => x + y)];
            }

            product(union, result);
            Differences.Error(result, expected).ShouldBeLessThan(10 * Tolerance);
        }
    }

    [Fact]
    public void Products_ResultInTheVectorsMemory_SameBits()
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(3, true);
        SurrogateEvaluator evaluator = Evaluator(policy, new LowVarianceCurvature());
        SampleBatch batch = RandomBatch.Create(policy, 1, Lengths);
        Real[] theta = RandomBatch.Parameters(policy, 2);
        double[] v = RandomBatch.Direction(policy.ParameterCount, 3);
        var apart = new double[v.Length];
        evaluator.HessianProduct(theta, batch, v, apart);
        double[] together = [.. v];
        evaluator.HessianProduct(theta, batch, together, together);
        together.ShouldBe(apart);
        evaluator.FisherProduct(theta, batch, v, apart);
        together = [.. v];
        evaluator.FisherProduct(theta, batch, together, together);
        together.ShouldBe(apart);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(600_000)]
    [InlineData(0)]
    public void Multiply_Prepared_SameBitsWhateverTheMemory(long limitBytes)
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(3, true);
        var program = new SurrogateProgram(policy, new LowVarianceCurvature());
        SurrogateEvaluator preparing = new(program);
        SurrogateEvaluator applying = new(program);
        SampleBatch batch = RandomBatch.Create(policy, 1, Lengths);
        Real[] theta = RandomBatch.Parameters(policy, 2);
        double[] u = RandomBatch.Direction(policy.ParameterCount, 5);
        var memory = new PreparationMemory(limitBytes);
        using PreparedProduct hessian = preparing.PrepareHessian(theta, batch, memory);
        using PreparedProduct fisher = preparing.PrepareFisher(theta, batch, memory);
        using PreparedProduct third = preparing.PrepareThird(theta, batch, u, memory);
        memory.HeldBytes.ShouldBeLessThanOrEqualTo(limitBytes);
        (hessian.Bytes + fisher.Bytes + third.Bytes).ShouldBe(memory.HeldBytes);
        (hessian.Bytes > 0).ShouldBe(limitBytes > 0);
        foreach (ulong seed in new ulong[] { 3, 4 })
        {
            double[] v = RandomBatch.Direction(policy.ParameterCount, seed);
            Compare(hessian, expected => preparing.HessianProduct(theta, batch, v, expected));
            Compare(fisher, expected => preparing.FisherProduct(theta, batch, v, expected));
            Compare(third, expected => preparing.ThirdProduct(theta, batch, u, v, expected));

            void Compare(PreparedProduct prepared, Action<double[]> product)
            {
                var expected = new double[v.Length];
                var result = new double[v.Length];
                product(expected);
                applying.Multiply(prepared, v, result);
                result.ShouldBe(expected);
            }
        }
    }

    [Fact]
    public void Value_BatchThatDoesNotRemember_ThrowsEvenAfterOneThatDoes()
    {
        GaussianMlpPolicy policy = SurrogateCases.Policy(0, true);
        Real[] theta = RandomBatch.Parameters(policy, 2);
        SurrogateEvaluator evaluator = Evaluator(policy, new ImportanceRatio());
        SampleBatch first = RandomBatch.Create(policy, 1, 5, 4);
        SampleBatch second = RandomBatch.Create(policy, 2, 5, 4);
        evaluator.Remember(theta, first);
        evaluator.Value(theta, first);
        Should.Throw<InvalidOperationException>(() => evaluator.Value(theta, second)).Message.ShouldContain("Remember");
        evaluator.ValueAndDivergence(theta, first);
        Should.Throw<InvalidOperationException>(() => evaluator.ValueAndDivergence(theta, second)).Message.ShouldContain("Remember");
        Should.Throw<InvalidOperationException>(() => Evaluator(policy, new Score()).ValueAndDivergence(theta, second));
    }

    private static SurrogateEvaluator Evaluator(GaussianMlpPolicy policy, ISurrogate surrogate)
        => new(new SurrogateProgram(policy, surrogate));
}
