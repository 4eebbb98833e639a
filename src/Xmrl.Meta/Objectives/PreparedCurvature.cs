using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Curvature of one task's objective at fixed parameters, ready to be multiplied with many vectors by
/// <see cref="ITaskObjective.Multiply"/>. Safe to use from several workers at a time; disposing gives its memory back.</summary>
public sealed class PreparedCurvature : IDisposable
{
    internal PreparedCurvature(PreparedProduct[] inner, PreparedProduct outer, PreparedProduct[] thirds)
    {
        Inner = inner;
        Outer = outer;
        Thirds = thirds;
    }

    /// <summary>Bytes of kept values.</summary>
    public long Bytes => Outer.Bytes + Inner.Concat(Thirds).Concat(Likelihoods).Sum(static part => part.Bytes);

    /// <summary>Hessians of the inner steps; none for first order.</summary>
    internal PreparedProduct[] Inner { get; }

    /// <summary>Hessian or Fisher matrix of the adapted policy's rollout.</summary>
    internal PreparedProduct Outer { get; }

    /// <summary>Third derivatives of the inner steps along the scaled adjoints; none where only the outer curvature counts.</summary>
    internal PreparedProduct[] Thirds { get; }

    /// <summary>Hessians of the inner samples' log-likelihoods; none without a sampling correction.</summary>
    internal PreparedProduct[] Likelihoods { get; init; } = [];

    /// <summary>The inner step at the parameters; null where there is none.</summary>
    internal InnerStep? Rule { get; init; }

    /// <summary>Inner gradients, where step sizes are learned.</summary>
    internal double[][] Gradients { get; init; } = [];

    /// <summary>Adjoints of the parameters after each inner step, for second derivatives through them.</summary>
    internal double[][] Adjoints { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PreparedProduct part in (PreparedProduct[])[.. Inner, Outer, .. Thirds, .. Likelihoods])
        {
            part.Dispose();
        }
    }
}
