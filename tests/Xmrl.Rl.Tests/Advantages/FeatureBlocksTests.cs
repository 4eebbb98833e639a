using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Tests.Advantages;

/// <summary>Features that a fit leaves for what follows it, and the sums that the fit takes over them.</summary>
public sealed class FeatureBlocksTests
{
    private const int Samples = (2 * FeatureBlocks.BlockSamples) + 77;

    private static readonly Real[] Observations = Positions(2 * Samples);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3000, 5)]
    public void Get_TwoPasses_ComputesABlockOnceUnlessMemoryIsBounded(int count, int fills)
    {
        // 3,000 features exceed the bound in one block: a pass ends with the last block in memory, and the next computes the other two.
        var features = new Counting(count);
        var blocks = new FeatureBlocks(features);
        blocks.Clear(Samples);
        int[] order = [0, 1, 2, 2, 1, 0];
        foreach (int block in order)
        {
            Matrix found = blocks.Get(block, new ConstMatrix(Observations, 2, Samples), []);
            found.Rows.ShouldBe(count + 1);
            found.Columns.ShouldBe(block == 2 ? 77 : FeatureBlocks.BlockSamples);
            found[count - 1, 5].ShouldBe(Observations[(block * FeatureBlocks.BlockSamples) + 5]);
        }

        features.Fills.ShouldBe(fills);
        blocks.Clear(Samples);
        blocks.Get(0, new ConstMatrix(Observations, 2, Samples), []);
        features.Fills.ShouldBe(fills + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PredictFitted_AfterAFit_HasTheBitsOfPredict(bool isRadial)
    {
        LinearBaseline baseline = new(isRadial ? new RadialFeatures() : new LinearStateFeatures(2));
        var observations = new ConstMatrix(Observations, 2, Samples);
        baseline.Fit(observations, [], Observations.AsSpan(Samples)).Status.ShouldBe(CholeskyStatus.Factored);
        var values = new Real[Samples];
        baseline.Predict(observations, [], values);
        var fitted = new Real[Samples];
        baseline.PredictFitted(observations, [], fitted);
        fitted.ShouldBe(values);
    }

    [Fact]
    public void Fit_RadialFeatures_HasTheBitsOfWholeProducts()
    {
        var features = new RadialFeatures();
        int count = features.Count;
        var regression = new RidgeRegression(count);
        ReadOnlySpan<Real> targets = Observations.AsSpan(Samples);
        for (int start = 0; start < Samples; start += FeatureBlocks.BlockSamples)
        {
            int samples = Math.Min(FeatureBlocks.BlockSamples, Samples - start);
            var block = new Matrix(new Real[count * samples], count, samples);
            features.Fill(new ConstMatrix(Observations.AsSpan(start), 2, samples, Samples), [], block);
            var sums = new Matrix(new Real[count * (count + 1)], count, count + 1);
            MatrixProduct.MultiplyTransposedRight(block, block, new Matrix(sums.Data, count, count, count + 1));
            MatrixProduct.MultiplyTransposedRight(
                block, new ConstMatrix(targets.Slice(start, samples), 1, samples), new Matrix(sums.Data[count..], count, 1, count + 1));
            regression.AddSums(sums, samples);
        }

        LinearBaseline baseline = new(new RadialFeatures());
        baseline.Fit(new ConstMatrix(Observations, 2, Samples), [], targets);
        baseline.Coefficients.ToArray().ShouldBe(regression.Fit(features.DefaultRegularization).Coefficients);
    }

    [Fact]
    public void RadialFeatures_EveryNumberOfSamples_HaveTheBitsOfSingleSamples()
    {
        var features = new RadialFeatures();
        for (int samples = 0; samples <= 40; samples++)
        {
            var together = new Matrix(new Real[features.Count * samples], features.Count, samples);
            features.Fill(new ConstMatrix(Observations, 2, samples, Samples), [], together);
            for (int j = 0; j < samples; j++)
            {
                var alone = new Matrix(new Real[features.Count], features.Count, 1);
                features.Fill(new ConstMatrix(Observations.AsSpan(j), 2, 1, Samples), [], alone);
                for (int i = 0; i < features.Count; i++)
                {
                    together[i, j].ShouldBe(alone[i, 0], $"feature {i} of sample {j} of {samples}");
                }
            }
        }
    }

    /// <summary>Numbers in the drone's room.</summary>
    private static Real[] Positions(int count)
    {
        var numbers = new Real[count];
        RandomKey.FromSeed(5).FillUniform(0, numbers);
        return [.. numbers.Select(number => 8 * number)];
    }

    /// <summary>Every feature is the first component.</summary>
    private sealed class Counting(int count) : IValueFeatures
    {
        public int Fills { get; private set; }

        public int Count => count;

        public bool UsesTime => false;

        public double DefaultRegularization => 0;

        public bool AllowsSinglePrecisionSums => false;

        public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
        {
            Fills++;
            for (int i = 0; i < count; i++)
            {
                observations.Row(0).CopyTo(features.Row(i));
            }
        }
    }
}
