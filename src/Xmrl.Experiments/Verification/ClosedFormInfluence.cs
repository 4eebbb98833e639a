using Xmrl.Explain.Influence;

namespace Xmrl.Experiments.Verification;

/// <summary>An influence problem whose gradients and Hessians are known matrices.</summary>
internal sealed class ClosedFormInfluence : IInfluenceProblem
{
    public required IReadOnlyList<double[]> Gradients { get; init; }

    public required double[] PoorGradient { get; init; }

    /// <summary>∇²J_i of the training tasks.</summary>
    public required IReadOnlyList<double[][]> Hessians { get; init; }

    public long Interactions => 0;

    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] v = vector.ToArray();
        product.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            Numerics.Linear.VectorOperations.AddScaled(-weights[i], DenseSolve.Product(Hessians[i], v), product);
        }
    }

    /// <summary>−∇²J_i stands for the Fisher matrix, which no sampled policy defines here.</summary>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product) => HessianProduct(weights, vector, product);
}
