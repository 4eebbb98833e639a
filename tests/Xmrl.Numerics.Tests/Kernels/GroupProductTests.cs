using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class GroupProductTests
{
    private const int D = 5;
    private const int M = 3;
    private const int N = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(39)]
    public void Products_AnyNumberOfGroups_EqualPlainLoops(int groups)
    {
        Real[] keys = Numbers(D * M * groups, 1);
        Real[] queries = Numbers(D * N * groups, 2);
        Real[] weights = Numbers(M * N * groups, 3);
        Real[] gram = Numbers(M * N * groups, 4);
        Real[] mix = Numbers(D * N * groups, 5);
        Real[] transposed = Numbers(D * M * groups, 6);
        int wide = N * groups;
        int narrow = M * groups;

        GroupProduct.Gram(new(keys, D, narrow), new(queries, D, wide), groups, new(gram, M, wide));
        GroupProduct.Mix(new(keys, D, narrow), new(weights, M, wide), groups, new(mix, D, wide));
        GroupProduct.MixTransposed(new(queries, D, wide), new(weights, M, wide), groups, new(transposed, D, narrow));

        for (int s = 0; s < groups; s++)
        {
            for (int m = 0; m < M; m++)
            {
                for (int n = 0; n < N; n++)
                {
                    int key = (m * groups) + s;
                    int query = (n * groups) + s;
                    gram[(m * wide) + query].ShouldBe(Sum(D, i => (keys[(i * narrow) + key], queries[(i * wide) + query])));
                }
            }

            for (int i = 0; i < D; i++)
            {
                for (int n = 0; n < N; n++)
                {
                    int query = (n * groups) + s;
                    mix[(i * wide) + query].ShouldBe(
                        Sum(M, m => (keys[(i * narrow) + (m * groups) + s], weights[(m * wide) + query])));
                }

                for (int m = 0; m < M; m++)
                {
                    transposed[(i * narrow) + (m * groups) + s].ShouldBe(
                        Sum(N, n => (queries[(i * wide) + (n * groups) + s], weights[(m * wide) + (n * groups) + s])));
                }
            }
        }
    }

    [Fact]
    public void Run_EveryWidthOfVectors_GivesTheSameBits()
    {
        const int Groups = 39;
        Real[] keys = Numbers(D * M * Groups, 1);
        Real[] queries = Numbers(D * N * Groups, 2);
        var plan = new GroupProduct.Plan(Groups, M, N, D, (Groups, M * Groups), (N * Groups, Groups));
        var results = new Real[3][];
        for (int k = 0; k < results.Length; k++)
        {
            results[k] = Numbers(M * N * Groups, 9);
        }

        GroupProduct.Run<RealVector128>(new(keys, D, M * Groups), new(queries, D, N * Groups), new(results[0], M, N * Groups), plan);
        GroupProduct.Run<RealVector256>(new(keys, D, M * Groups), new(queries, D, N * Groups), new(results[1], M, N * Groups), plan);
        GroupProduct.Run<RealVector512>(new(keys, D, M * Groups), new(queries, D, N * Groups), new(results[2], M, N * Groups), plan);

        results[1].ShouldBe(results[0]);
        results[2].ShouldBe(results[0]);
    }

    [Fact]
    public void Gram_OtherNumberOfGroups_SaysTheShapes()
    {
        Real[] numbers = Numbers(D * N * 2, 1);
        Real[] gram = new Real[M * N * 2];
        Should.Throw<ArgumentException>(
            () => GroupProduct.Gram(new(numbers, D, M * 2), new(numbers, D, N * 2), 3, new(gram, M, N * 2))).Message.ShouldBe(
            "Factors of shapes [5, 6] and [5, 8] in 3 groups do not make [3, 8].");
    }

    private static Real Sum(int count, Func<int, (Real X, Real Y)> factors)
    {
        Real sum = 0;
        for (int c = 0; c < count; c++)
        {
            (Real x, Real y) = factors(c);
            sum = Real.FusedMultiplyAdd(x, y, sum);
        }

        return sum;
    }

    private static Real[] Numbers(int count, int seed)
        => [.. Enumerable.Range(0, count).Select(i => (Real)Math.Sin((i * 12.9898) + seed))];
}
