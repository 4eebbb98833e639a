using Xmrl.Numerics.Autodiff;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <content>Curvature through the adaptation, prepared for products with many vectors.</content>
public sealed partial class AdaptedObjective
{
    private static readonly PreparationMemory s_none = new(0);

    /// <summary>Prepares v → ∇²_θθ J(Adapt(θ))·v: <see cref="Multiply"/> gives the bits of <see cref="HessianProduct"/> in less time.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="memory">Lends the memory; what it has none for is computed again in every product.</param>
    /// <returns>The prepared curvature.</returns>
    public PreparedCurvature PrepareHessian(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        PreparedProduct[] hessians = InnerHessians(path, memory);
        PreparedProduct last = outer.PrepareHessian(path[^1], data.Outer, memory);
        var thirds = new PreparedProduct[hessians.Length];
        if (hessians.Length > 0)
        {
            var adjoint = new double[Dimension];
            var scaled = new double[Dimension];
            outer.ValueAndGradient(path[^1], data.Outer, adjoint);
            for (int k = hessians.Length - 1; k >= 0; k--)
            {
                step.Scale(adjoint, scaled);
                thirds[k] = inner.PrepareThird(path[k], data.Inner[k], scaled, memory);
                inner.Multiply(hessians[k], scaled, scaled);
                AddTo(adjoint, scaled);
            }
        }

        return new PreparedCurvature(hessians, last, thirds);
    }

    /// <summary>Prepares v → (∂θ′/∂θ)ᵀ·F(θ′)·(∂θ′/∂θ)·v: <see cref="Multiply"/> gives the bits of <see cref="FisherProduct"/> in less time.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="memory">Lends the memory; what it has none for is computed again in every product.</param>
    /// <returns>The prepared curvature.</returns>
    public PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        PreparedProduct[] hessians = InnerHessians(path, memory);
        return new PreparedCurvature(hessians, outer.PrepareFisher(path[^1], data.Outer, memory), []);
    }

    /// <summary>A prepared curvature times a vector.</summary>
    /// <param name="curvature">Prepared by any worker for the same rollouts.</param>
    /// <param name="vector">v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P]; no overlap with v.</param>
    public void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product)
    {
        List<double[]> tangents = Forward(curvature.Inner, vector);
        outer.Multiply(curvature.Outer, tangents[^1], product);
        var part = new double[Dimension];
        for (int k = curvature.Inner.Length - 1; k >= 0; k--)
        {
            step.Scale(product, part);
            inner.Multiply(curvature.Inner[k], part, part);
            AddTo(product, part);
            if (curvature.Thirds.Length > 0)
            {
                inner.Multiply(curvature.Thirds[k], tangents[k], part);
                AddTo(product, part);
            }
        }
    }

    /// <summary>One Hessian per inner step; none where the hyper-gradient does not look through them.</summary>
    private PreparedProduct[] InnerHessians(IReadOnlyList<Real[]> path, PreparationMemory memory)
        => order == GradientOrder.FirstOrder ? [] : [.. data.Inner.Select((batch, k) => inner.PrepareHessian(path[k], batch, memory))];

    private List<double[]> Forward(PreparedProduct[] hessians, ReadOnlySpan<double> vector)
    {
        var tangents = new List<double[]> { vector.ToArray() };
        foreach (PreparedProduct hessian in hessians)
        {
            var next = new double[Dimension];
            inner.Multiply(hessian, tangents[^1], next);
            step.Scale(next, next);
            AddTo(next, tangents[^1]);
            tangents.Add(next);
        }

        return tangents;
    }
}
