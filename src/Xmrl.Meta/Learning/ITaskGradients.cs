namespace Xmrl.Meta.Learning;

/// <summary>Single tasks' objectives on fixed samples at one θ. Sums go in the order of the tasks; every process has all gradients and the
/// samples of its own tasks.</summary>
public interface ITaskGradients : IDisposable
{
    /// <summary>∇J_i per task, or the update that the task asks for where there is no <see cref="Curvature"/>. Shape [tasks][P]; without
    /// curvature, a source may leave parameters out.</summary>
    double[][] Gradients { get; }

    /// <summary>Environment steps of all tasks.</summary>
    long Interactions { get; }

    /// <summary>Σ_i w_i·∇²J_i·v.</summary>
    /// <param name="weights">w of the first tasks; the others count nothing. A weight of 0 costs nothing.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P].</param>
    /// <exception cref="NotSupportedException">The source has no curvature.</exception>
    void HessianProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>Σ_i w_i·F_i·v with the Fisher matrix F_i of the adapted policy, through the adaptation.</summary>
    /// <param name="weights">w of the first tasks; the others count nothing. A weight of 0 costs nothing.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P].</param>
    /// <exception cref="NotSupportedException">The source has no curvature.</exception>
    void FisherProduct(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product);
}
