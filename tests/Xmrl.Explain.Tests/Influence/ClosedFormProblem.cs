using Xmrl.Explain.Influence;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>A problem whose gradients and matrices are known.</summary>
internal sealed class ClosedFormProblem : IInfluenceProblem
{
    public required IReadOnlyList<double[]> Gradients { get; init; }

    public required double[] PoorGradient { get; init; }

    /// <summary>∇²J_i of the training tasks.</summary>
    public required IReadOnlyList<double[][]> Hessians { get; init; }

    /// <summary>F_i of the training tasks.</summary>
    public IReadOnlyList<double[][]> Fishers { get; init; } = [];

    public long Interactions => 7;

    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product) => Weighted(Hessians, weights, -1, vector, product);

    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product) => Weighted(Fishers, weights, 1, vector, product);

    private static void Weighted(IReadOnlyList<double[][]> matrices, double[] weights, double sign, ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            double[] part = Dense.Product(matrices[i], vector.ToArray());
            for (int d = 0; d < part.Length; d++)
            {
                product[d] += sign * weights[i] * part[d];
            }
        }
    }
}
