namespace Xmrl.Explain.Influence;

/// <summary>What influence needs to know of the tasks at one θ: gradients of all, curvature of the weighted training tasks.</summary>
internal interface IInfluenceProblem
{
    /// <summary>g_i = ∇_θ J_i of every training task. Shape [n][P].</summary>
    IReadOnlyList<double[]> Gradients { get; }

    /// <summary>g_poor = Σ over poor tasks of ∇_θ J. Shape [P].</summary>
    double[] PoorGradient { get; }

    /// <summary>Environment steps that it took.</summary>
    long Interactions { get; }

    /// <summary>−A·v with A = Σ ω_i ∇²J_i.</summary>
    /// <param name="weights">ω ≥ 0. Shape [n].</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives −A·v. Shape [P].</param>
    void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>Σ ω_i F_i·v with the Fisher matrices F_i.</summary>
    /// <param name="weights">ω ≥ 0. Shape [n].</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P].</param>
    void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product);
}
