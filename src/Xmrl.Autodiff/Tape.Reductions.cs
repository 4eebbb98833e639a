namespace Xmrl.Autodiff;

/// <content>Sums and broadcasts, each other's derivatives.</content>
public sealed partial class Tape
{
    /// <summary>Sum of all elements, accumulated in double in a fixed order.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Shape [1, 1].</returns>
    public Node Sum(Node x)
    {
        RequireMine(x);
        return x.Shape == Shape.Scalar ? x : Append(new NodeRecord(Operation.SumAll, Shape.Scalar) { First = x.Id });
    }

    /// <summary>Sum over samples (columns).</summary>
    /// <param name="x">Shape [m, n].</param>
    /// <returns>Shape [m, 1].</returns>
    public Node SumSamples(Node x)
    {
        RequireMine(x);
        return x.Shape.Columns == 1 ? x : Append(new NodeRecord(Operation.SumSamples, x.Shape with { Columns = 1 }) { First = x.Id });
    }

    /// <summary>Sum over features (rows).</summary>
    /// <param name="x">Shape [m, n].</param>
    /// <returns>Shape [1, n].</returns>
    public Node SumFeatures(Node x)
    {
        RequireMine(x);
        return x.Shape.Rows == 1 ? x : Append(new NodeRecord(Operation.SumFeatures, x.Shape with { Rows = 1 }) { First = x.Id });
    }

    /// <summary>Σ x·y over all elements.</summary>
    /// <param name="x">A node.</param>
    /// <param name="y">A node of the same shape.</param>
    /// <returns>Shape [1, 1].</returns>
    public Node Dot(Node x, Node y) => Sum(Product(x, y));

    /// <summary>Repeats a value to a shape: a scalar everywhere, a column over samples, or a row over features.</summary>
    /// <param name="x">Shape [1, 1], [m, 1] or [1, n].</param>
    /// <param name="shape">The wanted shape.</param>
    /// <returns>The repeated value.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Node Broadcast(Node x, Shape shape)
    {
        RequireMine(x);
        if (x.Shape == shape)
        {
            return x;
        }

        if (IsConstant(x, out double value))
        {
            return Constant(value, shape);
        }

        Operation operation = x.Shape switch
        {
            { Rows: 1, Columns: 1 } => Operation.BroadcastScalar,
            { Columns: 1 } when x.Shape.Rows == shape.Rows => Operation.BroadcastSamples,
            { Rows: 1 } when x.Shape.Columns == shape.Columns => Operation.BroadcastFeatures,
            _ => throw new ArgumentException($"{NameOf(x.Id)} of shape {x.Shape} cannot be repeated to {shape}."),
        };
        return Append(new NodeRecord(operation, shape) { First = x.Id });
    }

    /// <summary>Running sums along each trajectory: yₜ = Σ_{s≤t} xₛ.</summary>
    /// <param name="x">Shape [1, samples]. A run binds the trajectories' starts.</param>
    /// <returns>Same shape.</returns>
    public Node CumulativeSum(Node x) => Running(Operation.CumulativeSum, x);

    private Node Running(Operation operation, Node x)
    {
        RequireMine(x);
        return x.Shape is { Rows: 1, Columns: Shape.Batch }
            ? Append(new NodeRecord(operation, x.Shape) { First = x.Id })
            : throw new ArgumentException($"A running sum needs shape [1, samples]; {NameOf(x.Id)} has {x.Shape}.");
    }
}
