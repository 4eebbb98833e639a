using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff;

/// <content>Reverse-mode differentiation; the derivative is recorded on the same tape.</content>
public sealed partial class Tape
{
    /// <summary>∂y/∂x for every x.</summary>
    /// <param name="y">A scalar node.</param>
    /// <param name="with">The x, any nodes.</param>
    /// <returns>One node per x, of its shape; a zero constant where y does not depend on x.</returns>
    /// <exception cref="ArgumentException">y is not a scalar.</exception>
    public Node[] Gradient(Node y, params ReadOnlySpan<Node> with)
    {
        if (y.Shape != Shape.Scalar)
        {
            throw new ArgumentException($"A gradient needs a scalar; {NameOf(y.Id)} has shape {y.Shape}.", nameof(y));
        }

        return VectorJacobian([y], [Constant(1, Shape.Scalar)], with);
    }

    /// <summary>Σ_k (∂y_k/∂x)ᵀ·c_k for every x: reverse mode seeded with cotangents, without forming a scalar.
    /// With y = ∇f and c = v it is the Hessian-vector product.</summary>
    /// <param name="y">The values to differentiate.</param>
    /// <param name="cotangents">c, one per y, of its shape.</param>
    /// <param name="with">The x.</param>
    /// <returns>One node per x, of its shape.</returns>
    /// <exception cref="ArgumentException">A cotangent has another shape than its value.</exception>
    public Node[] VectorJacobian(ReadOnlySpan<Node> y, ReadOnlySpan<Node> cotangents, ReadOnlySpan<Node> with)
    {
        if (y.Length != cotangents.Length)
        {
            throw new ArgumentException($"{y.Length} values need as many cotangents; found {cotangents.Length}.", nameof(cotangents));
        }

        int last = -1;
        var adjoints = new Dictionary<int, Node>();
        for (int k = 0; k < y.Length; k++)
        {
            Require(y[k].Shape == cotangents[k].Shape, "cotangent", y[k], cotangents[k]);
            Accumulate(adjoints, y[k].Id, cotangents[k]);
            last = Math.Max(last, y[k].Id);
        }

        bool[] wanted = DependsOn(with, last);
        for (int id = last; id >= 0; id--)
        {
            if (wanted[id] && adjoints.TryGetValue(id, out Node adjoint))
            {
                Propagate(id, adjoint, adjoints, wanted);
            }
        }

        var result = new Node[with.Length];
        for (int k = 0; k < with.Length; k++)
        {
            result[k] = adjoints.TryGetValue(with[k].Id, out Node found) ? found : Constant(0, with[k].Shape);
        }

        return result;
    }

    /// <summary>Σ_x (∂y/∂x)·d_x for every y: forward mode, how the values change when the x move along their directions.</summary>
    /// <param name="y">The values.</param>
    /// <param name="with">The x.</param>
    /// <param name="directions">d, one per x, of its shape.</param>
    /// <returns>One node per y, of its shape.</returns>
    /// <exception cref="ArgumentException">A direction has another shape than its x.</exception>
    /// <remarks>The transpose of the transpose: reverse mode is linear in its cotangents, so its own reverse mode with respect to them is
    /// forward mode, whatever they are. No program ever reads them.</remarks>
    public Node[] Tangent(ReadOnlySpan<Node> y, ReadOnlySpan<Node> with, ReadOnlySpan<Node> directions)
    {
        var cotangents = new Node[y.Length];
        for (int k = 0; k < y.Length; k++)
        {
            cotangents[k] = Input($"cotangent {Count}", y[k].Shape.Rows, y[k].Shape.Columns);
        }

        return VectorJacobian(VectorJacobian(y, cotangents, with), directions, cotangents);
    }

    private bool[] DependsOn(ReadOnlySpan<Node> with, int last)
    {
        var depends = new bool[last + 1];
        foreach (Node x in with)
        {
            RequireMine(x);
            if (x.Id <= last)
            {
                depends[x.Id] = true;
            }
        }

        for (int id = 0; id <= last; id++)
        {
            NodeRecord r = _records[id];
            if (r.Operation is not (Operation.StopGradient or Operation.MaxFeatures))
            {
                depends[id] |= Depends(r.First) || Depends(r.Second) || Depends(r.Third);
            }
        }

        return depends;

        bool Depends(int input) => input != NodeRecord.None && depends[input];
    }

    private void Accumulate(Dictionary<int, Node> adjoints, int id, Node contribution)
        => adjoints[id] = adjoints.TryGetValue(id, out Node sum) ? Add(sum, contribution) : contribution;

    private void Propagate(int id, Node g, Dictionary<int, Node> adjoints, bool[] wanted)
    {
        NodeRecord r = _records[id];
        Node value = At(id);
        switch (r.Operation)
        {
            case Operation.Multiply:
                To(r.First, () => MultiplyTransposedRight(g, At(r.Second)));
                To(r.Second, () => MultiplyTransposedLeft(At(r.First), g));
                break;
            case Operation.MultiplyTransposedLeft:
                To(r.First, () => MultiplyTransposedRight(At(r.Second), g));
                To(r.Second, () => Multiply(At(r.First), g));
                break;
            case Operation.MultiplyTransposedRight:
                To(r.First, () => Multiply(g, At(r.Second)));
                To(r.Second, () => MultiplyTransposedLeft(g, At(r.First)));
                break;
            case Operation.Linear:
                Node d = r.Activation switch
                {
                    Activation.Tanh => TanhGradient(g, value),
                    Activation.Relu => Mask(g, value),
                    _ => g,
                };
                To(r.First, () => MultiplyTransposedRight(d, At(r.Second)));
                To(r.Second, () => MultiplyTransposedLeft(At(r.First), d));
                To(r.Third, () => SumSamples(d));
                break;
            case Operation.Add:
                To(r.First, () => g);
                To(r.Second, () => g);
                break;
            case Operation.Subtract:
                To(r.First, () => g);
                To(r.Second, () => Scale(g, -1));
                break;
            case Operation.Product:
                To(r.First, () => Product(g, At(r.Second)));
                To(r.Second, () => Product(g, At(r.First)));
                break;
            case Operation.TripleProduct:
                To(r.First, () => TripleProduct(g, At(r.Second), At(r.Third), r.Scale));
                To(r.Second, () => TripleProduct(g, At(r.First), At(r.Third), r.Scale));
                To(r.Third, () => TripleProduct(g, At(r.First), At(r.Second), r.Scale));
                break;
            case Operation.Quotient:
                To(r.First, () => Quotient(g, At(r.Second)));
                To(r.Second, () => Scale(Quotient(Product(g, value), At(r.Second)), -1));
                break;
            case Operation.Scale:
                To(r.First, () => Scale(g, r.Scale));
                break;
            case Operation.Shift:
                To(r.First, () => g);
                break;
            case Operation.Tanh:
                To(r.First, () => TanhGradient(g, value));
                break;
            case Operation.TanhGradient:
                To(r.First, () => TanhGradient(g, At(r.Second)));
                To(r.Second, () => TripleProduct(g, At(r.First), At(r.Second), -2));
                break;
            case Operation.Relu:
                To(r.First, () => Mask(g, value));
                break;
            case Operation.Mask:
                To(r.First, () => Mask(g, At(r.Second)));
                break;
            case Operation.Exp:
                To(r.First, () => Product(g, value));
                break;
            case Operation.Log:
                To(r.First, () => Quotient(g, At(r.First)));
                break;
            case Operation.Sqrt:
                To(r.First, () => Scale(Quotient(g, value), 0.5));
                break;
            case Operation.Sigmoid:
                To(r.First, () => TripleProduct(g, value, Shift(Scale(value, -1), 1), 1));
                break;
            case Operation.Softplus:
                To(r.First, () => Product(g, Sigmoid(At(r.First))));
                break;
            case Operation.Minimum:
                Node excess = StopGradient(Subtract(At(r.First), At(r.Second)));
                To(r.Second, () => Mask(g, excess));
                To(r.First, () => Subtract(g, Mask(g, excess)));
                break;
            case Operation.SumAll:
            case Operation.SumSamples:
            case Operation.SumFeatures:
                To(r.First, () => Broadcast(g, At(r.First).Shape));
                break;
            case Operation.BroadcastScalar:
                To(r.First, () => Sum(g));
                break;
            case Operation.BroadcastSamples:
                To(r.First, () => SumSamples(g));
                break;
            case Operation.BroadcastFeatures:
                To(r.First, () => SumFeatures(g));
                break;
            case Operation.CumulativeSum:
                To(r.First, () => Running(Operation.ReverseCumulativeSum, g));
                break;
            case Operation.ReverseCumulativeSum:
                To(r.First, () => Running(Operation.CumulativeSum, g));
                break;
            case Operation.SliceRows:
                To(r.First, () => Append(new NodeRecord(Operation.PadRows, At(r.First).Shape) { First = g.Id, Offset = r.Offset }));
                break;
            case Operation.ConcatRows:
                int above = At(r.First).Shape.Rows;
                To(r.First, () => SliceRows(g, 0, above));
                To(r.Second, () => SliceRows(g, above, At(r.Second).Shape.Rows));
                break;
            case Operation.PadRows:
                To(r.First, () => SliceRows(g, r.Offset, At(r.First).Shape.Rows));
                break;
            case Operation.Reshape:
                To(r.First, () => Reshape(g, At(r.First).Shape.Rows, At(r.First).Shape.Columns));
                break;
            case Operation.GroupGram:
                To(r.First, () => GroupMixTransposed(At(r.Second), g, r.Offset));
                To(r.Second, () => GroupMix(At(r.First), g, r.Offset));
                break;
            case Operation.GroupMix:
                To(r.First, () => GroupMixTransposed(g, At(r.Second), r.Offset));
                To(r.Second, () => GroupGram(At(r.First), g, r.Offset));
                break;
            case Operation.GroupMixTransposed:
                To(r.First, () => GroupMix(g, At(r.Second), r.Offset));
                To(r.Second, () => GroupGram(g, At(r.First), r.Offset));
                break;
        }

        void To(int input, Func<Node> contribution)
        {
            if (wanted[input])
            {
                Accumulate(adjoints, input, contribution());
            }
        }
    }
}
