using Xmrl.Diagnosis.Kinds;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Diagnosis.Tests.Kinds;

public sealed class GradientAnglesTests
{
    [Fact]
    public void Of_NoiseFreeGradients_AreTheirCosines()
    {
        double[][] gradients = [[1, 0], [1, 1], [-2, 0]];
        double[,] cosines = GradientAngles.Of([gradients, gradients]);
        cosines[0, 1].ShouldBe(Math.Sqrt(0.5), 1e-12);
        cosines[0, 2].ShouldBe(-1, 1e-12);
        cosines[1, 1].ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Of_NoisyGradients_IsNearerToTheTruthThanTheCosineOfTwoEstimates()
    {
        const int size = 2000;
        const int draws = 6;
        double[][][] replicates =
        [
            .. Enumerable.Range(0, draws).Select(draw => Enumerable.Range(0, 2).Select(task => Noisy(task, draw, size)).ToArray()),
        ];
        double found = GradientAngles.Of(replicates)[0, 1];
        double plain = Cosine(replicates[0][0], replicates[0][1]);
        Math.Abs(found - 0.8).ShouldBeLessThan(0.1);
        plain.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void Of_GradientThatIsNoise_IsNotANumber()
    {
        double[][][] replicates = [[[1, 0], [1, 0]], [[1, 0], [-1, 0]]];
        double[,] cosines = GradientAngles.Of(replicates);
        cosines[0, 1].ShouldBe(double.NaN);
        cosines[0, 0].ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Of_OneReplicate_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => GradientAngles.Of([[[1.0]]]));

    /// <summary>Two directions with cosine 0.8, under noise of one and a half times their length.</summary>
    private static double[] Noisy(int task, int draw, int size)
    {
        RandomKey key = RandomKey.FromSeed(7).Derive(draw).Derive(task);
        var gradient = new double[size];
        for (int i = 0; i < size; i++)
        {
            gradient[i] = 1.5 / Math.Sqrt(size) * key.Normal((ulong)i);
        }

        gradient[0] += task == 0 ? 1 : 0.8;
        gradient[1] += task == 0 ? 0 : 0.6;
        return gradient;
    }

    private static double Cosine(double[] first, double[] second)
    {
        double dot = first.Zip(second, (x, y) => x * y).Sum();
        return dot / Math.Sqrt(first.Sum(x => x * x) * second.Sum(y => y * y));
    }
}
