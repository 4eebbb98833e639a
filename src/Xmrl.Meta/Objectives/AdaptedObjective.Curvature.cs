using Xmrl.Autodiff;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <content>Curvature through the adaptation, prepared for products with many vectors.</content>
public sealed partial class AdaptedObjective
{
    private static readonly PreparationMemory s_none = new(0);

    /// <inheritdoc/>
    public PreparedCurvature PrepareHessian(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        InnerStep rule = step.At(parameters);
        PreparedProduct[] hessians = InnerHessians(path, memory);
        PreparedProduct last = outer.PrepareHessian(path[^1], data.Outer, memory);
        var thirds = new PreparedProduct[hessians.Length];
        var adjoints = new double[data.Inner.Count][];
        if (hessians.Length > 0)
        {
            var adjoint = new double[_size];
            var scaled = new double[_size];
            outer.ValueAndGradient(path[^1], data.Outer, adjoint);
            for (int k = hessians.Length - 1; k >= 0; k--)
            {
                adjoints[k] = [.. adjoint];
                rule.Scale(adjoint, scaled);
                thirds[k] = inner.PrepareThird(path[k], data.Inner[k], scaled, memory);
                double[] kept = Copy(scaled);
                inner.Multiply(hessians[k], scaled, scaled);
                AddRegularized(scaled, kept);
                VectorOperations.AddScaled(1, scaled, adjoint);
                if (Corrects)
                {
                    Likelihood!.ValueAndGradient(path[k], data.Inner[k], scaled);
                    VectorOperations.AddScaled(data.CorrectionWeight, scaled, adjoint);
                }
            }
        }

        return new PreparedCurvature(hessians, last, thirds)
        {
            Rule = rule,
            Gradients = InnerGradients(path, rule),
            Adjoints = adjoints,
            Likelihoods = Corrects ? [.. data.Inner.Select((batch, k) => Likelihood!.PrepareHessian(path[k], batch, memory))] : [],
        };
    }

    /// <inheritdoc/>
    public PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        InnerStep rule = step.At(parameters);
        return new PreparedCurvature(InnerHessians(path, memory), outer.PrepareFisher(path[^1], data.Outer, memory), [])
        {
            Rule = rule,
            Gradients = InnerGradients(path, rule),
        };
    }

    /// <inheritdoc/>
    public void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product)
    {
        InnerStep rule = curvature.Rule!;
        List<double[]> tangents = Forward(curvature, vector);
        double[] change = vector[_size..].ToArray();
        product.Clear();
        Span<double> dotted = product[.._size];
        Span<double> sizes = product[_size..];
        outer.Multiply(curvature.Outer, tangents[^1], dotted);
        var part = new double[_size];
        for (int k = data.Inner.Count - 1; k >= 0; k--)
        {
            bool hasThird = curvature.Thirds.Length > 0;
            if (sizes.Length > 0)
            {
                rule.AddDerivative(dotted, curvature.Gradients[k], sizes);
                if (hasThird)
                {
                    inner.Multiply(curvature.Inner[k], tangents[k], part);
                    AddRegularized(part, tangents[k]);
                    rule.AddDerivative(curvature.Adjoints[k], part, sizes);
                }
            }

            if (curvature.Inner.Length > 0)
            {
                rule.Scale(dotted, part);
                if (hasThird && change.Length > 0)
                {
                    rule.AddChange(change, curvature.Adjoints[k], part);
                }

                double[] kept = Copy(part);
                inner.Multiply(curvature.Inner[k], part, part);
                AddRegularized(part, kept);
                VectorOperations.AddScaled(1, part, dotted);
            }

            if (hasThird)
            {
                inner.Multiply(curvature.Thirds[k], tangents[k], part);
                VectorOperations.AddScaled(1, part, dotted);
            }

            if (curvature.Likelihoods.Length > 0)
            {
                Likelihood!.Multiply(curvature.Likelihoods[k], tangents[k], part);
                VectorOperations.AddScaled(data.CorrectionWeight, part, dotted);
            }
        }

        Freeze(product);
    }

    /// <summary>One Hessian per inner step; none where the hyper-gradient does not look through them.</summary>
    private PreparedProduct[] InnerHessians(IReadOnlyList<Real[]> path, PreparationMemory memory)
        => IsSecondOrder
            ?
            [
                .. data.Inner.Select(
                    (batch, k) => (ReferenceEquals(path, data.Path) ? Kept?.Take(k) : null)
                        ?? inner.PrepareHessian(path[k], batch, memory)),
            ]
            : [];

    /// <summary>One gradient per inner step where step sizes are learned.</summary>
    private double[][] InnerGradients(IReadOnlyList<Real[]> path, InnerStep rule) => rule.LearnedCount == 0
        ? []
        : [.. data.Inner.Select((batch, k) =>
        {
            var gradient = new double[_size];
            Rule(rule).Gradient(path[k], batch, gradient);
            return gradient;
        })];

    private List<double[]> Forward(PreparedCurvature curvature, ReadOnlySpan<double> vector)
    {
        var tangents = new List<double[]> { vector[.._size].ToArray() };
        Freeze(tangents[0]);
        for (int k = 0; k < data.Inner.Count; k++)
        {
            var next = new double[_size];
            if (curvature.Inner.Length > 0)
            {
                inner.Multiply(curvature.Inner[k], tangents[^1], next);
                AddRegularized(next, tangents[^1]);
                curvature.Rule!.Scale(next, next);
            }

            if (curvature.Gradients.Length > 0)
            {
                curvature.Rule!.AddChange(vector[_size..], curvature.Gradients[k], next);
            }

            VectorOperations.AddScaled(1, tangents[^1], next);
            tangents.Add(next);
        }

        return tangents;
    }
}
