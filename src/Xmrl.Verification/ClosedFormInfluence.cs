using Xmrl.Explain.Influence;

namespace Xmrl.Verification;

/// <summary>An influence problem whose gradients and Hessians are known matrices.</summary>
internal sealed class ClosedFormInfluence : IInfluenceProblem
{
    public required IReadOnlyList<double[]> Gradients { get; init; }

    public required double[] PoorGradient { get; init; }

    /// <summary>∇²J_i of the training tasks.</summary>
    public required IReadOnlyList<double[][]> Hessians { get; init; }

    /// <summary>F_i of the training tasks; none where no sampled policy defines them, and −∇²J_i stands for F_i.</summary>
    public IReadOnlyList<double[][]> Fishers { get; init; } = [];

    public long Interactions { get; init; }

    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => Weighted(Hessians, weights, -1, vector, product);

    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        if (Fishers.Count == 0)
        {
            HessianProduct(weights, vector, product);
            return;
        }

        Weighted(Fishers, weights, 1, vector, product);
    }

    private static void Weighted(
        IReadOnlyList<double[][]> matrices, double[] weights, double sign, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] v = vector.ToArray();
        product.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            double[] part = DenseSolve.Product(matrices[i], v);
            for (int d = 0; d < part.Length; d++)
            {
                product[d] += sign * weights[i] * part[d];
            }
        }
    }
}
