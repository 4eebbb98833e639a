using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Curvature of one task's objective at fixed parameters, ready to be multiplied with many vectors by
/// <see cref="ITaskObjective.Multiply"/>. Safe to use from several workers at a time; disposing gives its memory back.</summary>
public sealed class PreparedCurvature : IDisposable
{
    private readonly PreparedProduct? _outer;

    internal PreparedCurvature(PreparedProduct[] inner, PreparedProduct outer, PreparedProduct[] thirds)
    {
        Inner = inner;
        _outer = outer;
        Thirds = thirds;
    }

    /// <summary>Curvature of an objective that no rollouts define.</summary>
    internal PreparedCurvature(LinearOperator product)
    {
        Inner = [];
        Thirds = [];
        Product = product;
    }

    /// <summary>Bytes of kept values.</summary>
    public long Bytes => Parts.Sum(static part => part.Bytes) + (Proximal?.Bytes ?? 0);

    /// <summary>The product itself, where no rollouts define it; null otherwise.</summary>
    internal LinearOperator? Product { get; }

    /// <summary>Hessians of the inner steps; none for first order.</summary>
    internal PreparedProduct[] Inner { get; }

    /// <summary>Hessian or Fisher matrix of the adapted policy's rollout.</summary>
    internal PreparedProduct Outer => _outer ?? throw new InvalidOperationException("This curvature was prepared without rollouts.");

    /// <summary>Third derivatives of the inner steps along the scaled adjoints; none where only the outer curvature counts.</summary>
    internal PreparedProduct[] Thirds { get; }

    /// <summary>Hessians of the inner samples' log-likelihoods; none without a sampling correction.</summary>
    internal PreparedProduct[] Likelihoods { get; init; } = [];

    /// <summary>∂θ′/∂θ of a proximal inner problem; null for inner steps, and where it is taken for the identity.</summary>
    internal ProximalJacobian? Proximal { get; init; }

    /// <summary>The inner step at the parameters; null where there is none.</summary>
    internal InnerStep? Rule { get; init; }

    /// <summary>Inner gradients, where step sizes are learned.</summary>
    internal double[][] Gradients { get; init; } = [];

    /// <summary>Adjoints of the parameters after each inner step, for second derivatives through them.</summary>
    internal double[][] Adjoints { get; init; } = [];

    private IEnumerable<PreparedProduct> Parts
        => [.. Inner, .. _outer is null ? (PreparedProduct[])[] : [_outer], .. Thirds, .. Likelihoods];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PreparedProduct part in Parts)
        {
            part.Dispose();
        }

        Proximal?.Dispose();
    }
}
